"""“整个模型”页面的文字。"""

WORDS: dict[str, str] = {
    "refusal.whole_input": "这里有 {got} 个数，而这个模型要 {expected} 个。什么都没有改动。",
    "refusal.whole_changed": "您已经改了 {limit} 个数。请撤销一些，或者到原来的程序里修改这个模型。",
    "refusal.slice_layers": "切片要从全部 {expected} 层里各取一些神经元，这里只给了 {got} 层的。",
    "refusal.slice_empty": "第 {place} 层一个神经元也没选，信号就过不去了。",
    "refusal.slice_wide": "第 {place} 层选了 {count} 个神经元，工作室里每层最多画 {limit} 个。",
    "refusal.slice_place": "第 {place} 层的神经元编号是 1 到 {count}，没有 {number} 号。",
    "refusal.slice_words": "“{text}”看不出是哪些神经元。请写编号和范围，例如：1–8, 12, 40。",
}
