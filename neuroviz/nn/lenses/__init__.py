"""Lenses on a trained network: four ways to ask why it answers as it does, and what to hold against each.

1. `question`: what is asked about, and its gradient with respect to the image (Simonyan, Vedaldi and Zisserman 2014).
2. `occlusion`: cover a patch and see how far the output falls (Zeiler and Fergus 2014).
3. `lesion`: silence neurons, cut connections, and see what is lost.
4. `dreaming`: the image that excites a neuron most, by gradient ascent (Simonyan, Vedaldi and Zisserman 2014).
5. `likeness`: how alike two pictures are, for the sceptic (Adebayo et al. 2018).
"""
