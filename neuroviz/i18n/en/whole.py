"""Words of the page that shows a model whole."""

WORDS: dict[str, str] = {
    "refusal.whole_input": "That is {got} numbers; this model takes {expected}. Nothing was changed.",
    "refusal.whole_changed": "{limit} numbers are changed already. Take some back, or change the model in the program that made it.",
    "refusal.slice_layers": "A slice takes neurons of each of the {expected} layers; these are for {got}.",
    "refusal.slice_empty": "Of layer {place} nothing is chosen: no signal would get through.",
    "refusal.slice_wide": "Of layer {place}, {count} neurons are chosen; the studio draws up to {limit}.",
    "refusal.slice_place": "Layer {place} has the neurons 1 to {count}; there is no number {number}.",
    "refusal.slice_words": "“{text}” names no neurons. Write numbers and spans, such as 1–8, 12, 40.",
}
