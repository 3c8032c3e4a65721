"""How often what may be tried (OWASP Authentication; RFC 6585).

Tries are counted for a pair of account and network address: whoever guesses shuts herself out, never the account's
owner elsewhere. The address alone has a wider limit, since a town hall shares one.
"""

SIGN_IN = "5 per minute"  # this account from this address
SIGN_IN_FROM = "20 per minute"  # any accounts from this address
AGAIN = "5 per minute"  # the password asked again, by a signed-in person, for something grave
CODE = "5 per minute"  # second factor; whoever comes here knows the password
CODES = "30 per hour"
REGISTER_FROM = "10 per minute"
REGISTERS_FROM = "60 per hour"
FORGOT = "5 per minute"  # for this account from this address
FORGOT_FROM = "20 per hour"
ADDRESSES = "20 per hour"  # new addresses that one person asks for: each gets a letter
LETTERS_TO = "6 per hour"  # to one address, whoever asks: more are silently not written
