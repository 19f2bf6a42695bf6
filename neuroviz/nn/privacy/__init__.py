"""What a network tells about its data, and what can be done about it.

1. `membership`: who was in the training data? A threshold on the loss, and how well it tells (Yeom et al. 2018).
2. `private_training`: clipped gradients with noise, so that no single example matters much (Abadi et al. 2016).
3. `accountant`: how much privacy that buys, as ε (Mironov, Talwar and Zhang 2019).
"""
