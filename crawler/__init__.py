"""Walks an issue and reads what is printed; interprets nothing.

`paper` and `profile` know the newspapers, `plan` decides what a run asks for, `spider` walks, `wanted` and
`answer` say what is asked for and what came (pure), `replay` reads archived bytes the same way, `run` starts
processes. Around them: platforms (how a site is read), download (between spider and network), trial (a look
at one issue), commands (`banmian …`), demo. May import pipelines and storage; nothing imports the crawler.
"""
