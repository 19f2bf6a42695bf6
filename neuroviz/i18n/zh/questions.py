"""“开放问题”页的文字。"""

WORDS: dict[str, str] = {
    "page.questions": "开放问题",
    "page.questions.heading": "三个回答，三个开放问题",
    "questions.intro":
        "文章最后回答了三个问题，又提到三个难题，却没有展开。这里先给出简短的回答，每个都附上可以亲手试一试的页面；"
        "再说三个难题：已经知道什么，在这里能试什么，还有什么没有定论。",

    "questions.asked": "文章问了什么",
    "questions.activation.asked": "什么是激活函数？",
    "questions.activation.answer":
        "它把神经元的加权和 z 变成要送出的值：a = g(z)。除输入层外，每一层的每个神经元都把它用在自己的 z 上。"
        "它必须是弯的：没有它，再多的层合起来也只等于一层。",
    "questions.activation.cause": "沿着十条曲线拖动",
    "questions.descent.asked": "什么是梯度下降？",
    "questions.descent.answer":
        "一种让损失变小的办法。梯度告诉我们：某个权重或偏置增大一点，损失会怎样变化；于是让每个数都朝相反的方向走一小步，反复多次。"
        "它带着网络往下走，但不一定走到最低处。",
    "questions.descent.cause": "看四种优化器往下走",
    "questions.overfitting.asked": "什么是过拟合？",
    "questions.overfitting.answer":
        "网络在学过的点上做得很好，在新的点上明显差：它把数据里的偶然误差也学了进去。网络对数据来说太大是一个原因，"
        "数据太少、噪声太大同样是原因。",
    "questions.overfitting.cause": "让它发生，再治好它",

    "questions.open": "还没有定论的难题",
    "questions.known": "已知。",
    "questions.try": "试一试。",
    "questions.unsettled": "未知。",
    "questions.sources": "出处：{sources}",

    "questions.fit": "过拟合",
    "questions.fit.known":
        "增加数据、减少噪声、压小权重、及时停止，都有帮助。但起决定作用的不只是大小：很大的网络可以分毫不差地拟合每个训练点，"
        "在新的点上却依然做得好；过了某个规模，测试误差可能再次下降（“双重下降”）。",
    "questions.fit.try": "三个网络学同样的几个点。一个一个地改动可调的手段，看训练损失与测试损失的差距怎样变化。",
    "questions.fit.unsettled": "这么大的网络究竟为什么能够泛化，又怎样事先知道某个网络能不能泛化，还没有定论。",

    "questions.explain": "可解释性",
    "questions.explain.known":
        "小网络读得懂。大网络的每个数也都看得见，合起来是什么意思却看不出来。事后给出的解释可能误导人：有些方法画出的图，"
        "网络学没学过都差不多。在事关重大的地方，有人主张直接使用读得懂的模型，而不是去解释读不懂的。",
    "questions.explain.try":
        "猜柠檬、苹果、面包的那个网络共有 {count} 个权重和偏置。遇到酸的东西，它给“柠檬”的份额是 **{before}**。把从“{source}”到 {neuron} 的"
        "那一个权重改成 0，份额就降到 **{after}**，比改掉其他任何一个权重都降得多：答案靠的就是它。再换一组输入，先猜一猜。",
    "questions.explain.digits": "看一个认数字的网络里，每个神经元在找什么",
    "questions.explain.inside": "用四种镜头看它，再加上怀疑者的检验",
    "questions.privacy.page": "猜猜谁在里面，再攻一攻、守一守",
    "questions.explain.open": "打开这个网络，并选中这个权重",
    "questions.explain.unsettled":
        "让一个权重沉默，只能说明它对某一个输入起什么作用。怎样用几句话如实说清几十亿个权重合起来在做什么，还没有答案。",

    "questions.privacy": "隐私",
    "questions.privacy.known":
        "死记硬背的网络，也记住了数据来自谁。有时只凭它的回答，就能看出某个人的数据是否在训练数据里，而这可能泄露他的病情等等。"
        "过拟合会让这件事更容易，但没有过拟合也可能发生。有三种办法，各有代价：减少过拟合；学习时加入噪声，让任何一个人都起不了多大作用（差分隐私）；"
        "把数据留在自己的设备上（联邦学习），不过代为送出的东西仍有可能泄露数据。",
    "questions.privacy.try":
        "在过拟合页看那个太大的网络：它在训练点上的损失几乎是 0，在测试点上却很高。所以，哪怕只看到它在某一个点上的损失，也能猜出它学没学过这个点。",
    "questions.privacy.unsettled":
        "一个网络会泄露多少，可以给出上限，也可以检验，但对大网络来说都不容易；而多少隐私值得用多少正确率去换，不是计算机能回答的。",

    "questions.remains": "最后留下什么",
    "questions.remains.text":
        "文章的主线站得住：许多简单的单元，用会学习的连接连在一起，就能做成许多事。网络与大脑的相似，有助于入门；再往前走，就要知道相似到哪里为止："
        "在时间上，在突触上，在误差怎样得来这件事上。",
    "questions.article_link": "文章的代码，以及正文里的六处小疏忽",
    "questions.neuron_link": "网络与大脑的类比在哪里失效",
}
