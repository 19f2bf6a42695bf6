"""文章例子页的文字。"""

WORDS: dict[str, str] = {
    "article.intro":
        "文章用短短几行就写出了一整层网络：先加权求和 *z = Wx + b*，再算 *a = tanh(z)*。思路完全正确。"
        "只是照着原样运行，代码会报错停下；而弄懂这个错误之后，还有两件更值得一看的事。"
        "这一页的代码都在您打开页面时真正运行，结果全部来自 NumPy。",
    "article.source": "这里说的文章是一篇教程：《{title}》。它把神经网络和人的大脑放在一起讲，各给出公式，再用 Python 算一层网络。",
    "article.origin": "它来到这里时只是一份文本，没有署名，也没有网址，所以无法附上链接。",
    "article.open": "在工作室里打开这个例子",
    "article.again": "轮到您了：在工作室里打开这个例子，把权重、偏置和输入都缩小到十分之一，看看神经元怎样“活”过来。",
    "article.happens": "1. 发生了什么",
    "article.happens_numbers": "两个输入、两个神经元，数字如下：",
    "article.happens_line": "再用这一行算 z，NumPy 的回答是：",
    "article.why": "2. 为什么",
    "article.why_text":
        "矩阵相乘，是拿 W 的每一行与 x 的一列对应相乘再相加。所以 W 有几列，x 就得有几行：**中间的两个数必须相等**。"
        "而 `x = [[7, 8]]` 有两层方括号，它不是“两个数”，而是一张只有一行的表。",
    "article.why_printed": "照原样写，x 是“躺着”的一行。2 列碰上 1 行，没法相乘。",
    "article.why_column": "让 x“站起来”成为一列，就有了 2 行。中间的数相等，外侧的 2 和 1 就是 z 的形状。",
    "article.right": "3. 两种正确的写法",
    "article.right_column": "**x 写成一列**，与公式一致",
    "article.right_column_text": "b 也要跟着站起来，所以写 `b[:, np.newaxis]`（可简写为 `b[:, None]`）。",
    "article.right_row": "**x 写成一行**，实践中的习惯",
    "article.right_row_text": "一个样本占一行，一千个样本就是一千行，代码一个字也不用改。本应用和几乎所有的库都这样写。",
    "article.right_plain": "少一层方括号，文章原来的次序也行得通：`x[0]` 是扁平的向量 `[7, 8]`，`{code}` 得到 `{z}`。",
    "article.wrong": "4. 两种不报错的错误写法",
    "article.wrong_text": "能报错其实是幸运的。下面两种“修法”运行起来一声不吭。",
    "article.wrong_bias": "**只让 x 站起来**",
    "article.wrong_bias_text":
        "一列加上扁平的 b：NumPy 把两边都“拉伸”到能对上为止（虚线格），结果每个神经元都把每个偏置各加了一遍。"
        "两个神经元却有四个结果，对的只在对角线上。这种拉伸叫作广播（broadcasting）。",
    "article.wrong_transpose": "**忘了转置**",
    "article.wrong_transpose_text":
        "因为 W 恰好是方阵，中间的数碰巧相等。可是每个神经元读到的不再是自己那一行，而是 W 的一列："
        "本该用权重 1 和 2，却用了 1 和 3。",
    "article.wrong_after":
        "更糟的是，tanh 把错误藏了起来：这四种写法无论对错，打印出来全是 1。所以先看形状，再看 z，最后才看 a。",
    "article.one": "5. 答案真的是 1 吗？",
    "article.one_text":
        "不是。tanh 永远到不了 1，只是近得让计算机约 16 位有效数字的浮点数舍入成了 1，再用 1 去减，就什么都不剩了。"
        "换一种不做减法的写法，这点距离就看得见：",
    "article.gap": "与 1 的距离",
    "article.slope": "tanh 的斜率",
    "article.subtracted": "直接相减：{value}",
    "article.rewritten": "改写之后：{value}",
    "article.slope_subtracted": "按 1 − a² 算：{value}",
    "article.slope_stable": "按 1 / cosh² z 算：{value}",
    "article.figure.subtraction": "1 − tanh(z)，直接相减",
    "article.figure.rewritten": "同一个量，改写之后",
    "article.figure.ends": "从 z = {z} 起只剩 0",
    "article.gap_alt": "对数坐标下的 1 − tanh(z)，z 从 0 到 62。改写之后是一条一直降到 10 的 −54 次方的直线；直接相减的曲线逐渐变毛，在 z 约为 19 处中断。",
    "article.means": "6. 这对学习意味着什么",
    "article.learning": "梯度下降每一步都要乘上斜率。取学习率 {rate}、误差信号 1，"
                        "走一步只让第一个神经元的权重 w = {w} 改变 {step}。这点变化在 {w} 旁边小得记不下来：{result}"
                        "饱和的神经元给得出答案，却再也学不进东西。",
    "article.learning_still": "走完这一步，w 还是原来那个数。",
    "article.learning_moved": "走完这一步，w 几乎没有变。",
    "article.remedy": "办法是别让 z 太大：把输入缩放到 ±1 左右，初始权重取小一些。Xavier 和 He 这两种填充方式就是为此而设计的。",
    "article.slips": "7. 正文里的六处小疏忽",
    "article.slip_activation":
        "**激活函数作用在什么上。** 文章说它把“输入层的输出”映射到隐藏层或输出层。其实 g 作用于每个神经元自己的 z，"
        "每个隐藏层和输出层都是如此；输入层既没有 z，也没有 g。",
    "article.slip_comment":
        "**z 是谁的输出。** 代码旁的注释写着“计算输入层的输出”。输入层只负责放 x；z 是后一层的加权和，在这里就是唯一做计算的那一层。",
    "article.slip_linear":
        "**“神经网络可以是线性的”。** 可以，但那样层数就白费了：如下式所示，两层合起来还是一层，而一层连异或（XOR）都做不到。"
        "非线性并不是大脑独有的优点，神经网络正是靠它才有意义。",
    "article.slip_bias":
        "**偏置是谁的。** 文章说神经元之间靠权重**和偏置**连接。权重属于两个神经元之间的连接，偏置却只属于一个神经元："
        "每个神经元有一个，不是每条连接有一个。",
    "article.slip_synapse":
        "**神经元在哪里相接。** 文章说大脑里的神经元由轴突连接，没有提到**突触**。轴突只是通到突触：递质越过一道窄缝，把信号传过去，"
        "传得有多强，才相当于权重。",
    "article.slip_overfitting":
        "**为什么会过拟合。** “模型过于复杂”只是原因之一。数据太少、噪声太大同样会造成过拟合；而很大的网络，在新的点上往往依然做得好。",
    "article.more": "文章问了什么，又留下了什么",
    "article.shapes_alt": "用方格画出的矩阵及其形状：{shapes}。",
}
