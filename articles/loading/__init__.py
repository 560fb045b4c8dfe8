"""Files come in: decoded or refused, stored once, made into articles.

    sources    what stands under the paths a person named: files, folders, archives
    zips       archives, member by member, nothing unpacked
    encodings  bytes to text, certain or not at all
    paths      what a file's path says about date and page
    papers     newspaper.toml and the agencies beside the pages
    reading    one page read, told apart and recognised: no database, any process
    dating     which date is believed
    gathering  undated pages of one folder judged together
    newspapers whose pages they are, and knowing: what they are read with
    issues     the issues that pages belong to
    storing    pages and articles written, a batch at a time; replacing: another reading of a stored page
    catching_up  what an earlier load left unpublished
    pacing     how much goes into a commit, and when editors are let in
    ledger     what became of each file
    running    one load from its first file to its report
    leftovers  loads whose process is gone

Nothing is imported here: worker processes read pages without Django.
"""
