"""Between the spider and the network: whom it may ask, how often, and what it takes for an answer.

`middlewares` guards the host and archives every body, `robots` and `pauses` keep us polite, `resolver` and
`addresses` keep us out of private networks, `handler` and `compression` bound what a server can send, and
`reasons` says in a word and a sentence why there is no answer.
"""
