"""Computes back what a mirror did to a text: a noisy channel, its evidence, and a language model.

`mirror` is the channel, `originals` what may have stood there, `lattice` the search among it, `growth` one
step of it, `lm` the model that ranks it, `memory` what the document says elsewhere, `rows` its tables, and
`repair` a change on record. The door to it is `pipelines.text.restore`.
"""
