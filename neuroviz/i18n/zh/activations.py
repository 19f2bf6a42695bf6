"""激活函数页的文字。"""

WORDS: dict[str, str] = {
    "activations.intro":
        "神经元先把输入加权求和，得到一个数 *z*；激活函数再把 *z* 变成要传下去的值：*a = g(z)*。"
        "**在图上左右拖动**，看看切线：它有多陡，虚线就有多高，而网络学习时能依靠的正是这个斜率。",
    "activations.choose": "函数",
    "activations.compare": "与之比较",
    "activations.compare_none": "不比较",
    "activations.z": "z",
    "activations.z_exact": "直接输入 z",
    "activations.figure.derivative": "{name} 的斜率",
    "activations.figure.point": "{name}({z}) = {value}",
    "activations.figure.slope": "斜率 {slope}",
    "activations.figure_label": "{names} 的曲线，虚线是导数，并画出 z = {z} 处的切线。{values}",
    "activations.bars": "图下方的横条标出学不动的地方：颜色淡处，斜率的绝对值小于 {flat}；颜色浓处，斜率恰好为 0。",
    "activations.here": "**z = {z} 时**：函数值 **{value}**，斜率 **{slope}**",
    "activations.range": "**取值范围**：{range}",
    "activations.range_both": "{low} 到 {high} 之间",
    "activations.range_low": "从 {low} 起，向上没有止境",
    "activations.range_none": "任何数",
    "activations.saturates": "**饱和**（斜率趋于 0）：{where}",
    "activations.saturates_both": "左右两侧",
    "activations.saturates_low": "只在 −∞ 一侧",
    "activations.saturates_high": "只在 +∞ 一侧",
    "activations.saturates_none": "没有",
    "activations.dies": "**“死区”**（斜率恰好为 0）：z 从 {low} 到 {high}",
    "activations.dies_none": "**“死区”**（斜率恰好为 0）：没有",
    "activations.kink": "**没有切线**：曲线在 z = {z} 处转折或跳变，程序在这一点把斜率取作 {slope}。",
    "activations.for_title": "用在哪里：",
    "activations.wrong_title": "要留意什么：",
    "activations.for.sigmoid":
        "把任意的 z 压到 0 与 1 之间，结果正好可以当作概率来读。回答“是或否”的网络，最后一步常常是它。",
    "activations.wrong.sigmoid":
        "斜率最大也只有 0.25，两侧还会趋于 0。层数一多，这些小因子连乘起来，最前面的几层几乎听不到误差的声音。",
    "activations.for.tanh":
        "相当于把 sigmoid 拉伸到以 0 为中心，下一层收到的数有正有负。在小型网络和循环网络里很好用。",
    "activations.wrong.tanh":
        "超出 ±3 左右就平了。文章里的 z = 28 和 59 离得太远，计算机的浮点数已经分不清 tanh 和 1。",
    "activations.for.relu":
        "正的放行，负的归零。计算便宜，z > 0 时从不变平，是隐藏层的首选。",
    "activations.wrong.relu":
        "如果一个神经元对所有输入都得到负的 z，对它们斜率就都是 0，它几乎再也学不动了，俗称“死掉的 ReLU”。",
    "activations.for.leaky_relu":
        "在负的一侧给 ReLU 留一点斜率（0.01），沉默的神经元还有机会慢慢走回来。",
    "activations.wrong.leaky_relu":
        "在那一侧，学习速度只有百分之一，而且 0.01 又是一个得由人来定的数。",
    "activations.for.elu":
        "z 为正时与 ReLU 相同，为负时平缓地弯向 −1。激活值的平均更接近 0，下一层学起来更轻松。",
    "activations.wrong.elu":
        "要多算一次指数，而且往左走远了，终究还是会变平。",
    "activations.for.softplus":
        "把 ReLU 的尖角磨圆，它的导数恰好就是 sigmoid。输出必须为正时很合适，例如宽度或速率。",
    "activations.wrong.softplus":
        "它永远不会真正等于 0，神经元也就不会真正安静下来。用在隐藏层，很少胜过更便宜的 ReLU。",
    "activations.for.gelu":
        "用“标准正态分布的数小于 z 的概率”给 z 加权，可以看作光滑的 ReLU，BERT 和 GPT-2 用的就是它；较新的语言模型大多改用它的带门控的近亲 SwiGLU（Shazeer，2020）。这里画的是它的 tanh 近似式。",
    "activations.wrong.gelu":
        "在 z ≈ −0.75 附近有一个低谷，最低到 −0.17。低谷左边斜率为负：z 变大，a 反而变小。",
    "activations.for.linear":
        "原样传递 z。输出可以是任何数时就用它，例如价格、温度。",
    "activations.wrong.linear":
        "放在层与层之间不起作用：再多的线性层叠在一起，也只等于一个线性层，连异或（XOR）都做不到。",
    "activations.for.step":
        "非 0 即 1，与最早的人工神经元一样（McCulloch 与 Pitts，1943）。用它搭的逻辑门一眼就能看懂。",
    "activations.wrong.step":
        "凡是有斜率的地方，斜率都是 0。梯度下降无路可循，全用阶跃函数的网络没法这样训练。",
    "activations.for.softmax":
        "把整整一层的 z 变成加起来等于 1 的份额。要从几个类别中选出一个时，最后一步通常是它。",
    "activations.wrong.softmax":
        "它只看各个 z 之间的差；哪怕输入是网络从没见过的东西，份额加起来也还是 1。份额大，不等于判断对。",
    "activations.neighbours":
        "softmax 离不开同层的邻居。曲线画的是**神经元 1** 的份额：它自己的 z 在变，另外两个神经元的 z 不动。"
        "也可以动一动它们：三个份额加起来总是 1。",
    "activations.neighbour": "神经元 {i} 的 z",
    "activations.share": "神经元 {i}<br>z = {z}<br>{share}",
    "activations.shares_label": "softmax 的三个份额合成一条长度为 1 的横条：{shares}",
    "activations.gallery": "十个函数放在一起看",
    "activations.gallery_note": "坐标相同，z 从 −4 到 4，虚线是斜率。softmax 画的是一个神经元的份额，另外两个邻居的 z 为 0 和 1。",
    "activations.gallery_bounded": "两头都会变平",
    "activations.gallery_open": "向右一直上升",
}
