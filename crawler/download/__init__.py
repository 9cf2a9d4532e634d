"""Between the spider and the network: whom it may ask, how often, and what it takes for an answer.

`guard` keeps to the hosts of the profile and out of private networks, `robots` and `pauses` keep us polite,
`handler` and `compression` bound what a server can send, `capture` archives every body, and `reasons` says
in a word and a sentence why there is no answer. Scrapy finds the classes by the names in `crawler.settings`.
May import storage (captures, items, writer), and of crawler only its own files.
"""
