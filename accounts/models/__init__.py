"""Staff, customers, the accounts customers sign in with, and their sessions."""

from accounts.models.customers import Customer, CustomerAccount
from accounts.models.notes import CustomerNote
from accounts.models.privacy import Consent, PrivacyRequest
from accounts.models.proofs import IdentityLink, Passkey, SignInAttempt, SignInCode, ThrottleWindow
from accounts.models.sessions import CustomerSession
from accounts.models.staff import StaffUser

__all__ = [
    "Consent",
    "Customer",
    "CustomerAccount",
    "CustomerNote",
    "CustomerSession",
    "IdentityLink",
    "Passkey",
    "PrivacyRequest",
    "SignInAttempt",
    "SignInCode",
    "StaffUser",
    "ThrottleWindow",
]
