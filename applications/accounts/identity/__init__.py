"""Getting in through FranceConnect or ProConnect, beside the password; off unless configured.

`providers` says what each is asked and what is read of it; `tokens` checks signatures; `adapter`
fits allauth's flow to both; `arrivals` decides what somebody who comes back may do; `marks` is what
a session keeps of it. An identity is a provider and a subject, never an e-mail address (ADR 0017).
"""
