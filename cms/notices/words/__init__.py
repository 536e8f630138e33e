"""What each kind of e-mail says. To add a kind: a function here, its line, its sample."""

from __future__ import annotations

from collections.abc import Callable

from billing.models import NoticeKind
from cms.notices.letter import Letter
from cms.notices.pen import Facts, Pen
from cms.notices.words.ahead import pause_ending, renewal_ahead, trial_ending
from cms.notices.words.data import data_copy, data_declined, data_erased
from cms.notices.words.orders import order, refund, shipped
from cms.notices.words.payments import card_updated, confirm_payment, payment_failed
from cms.notices.words.subscriptions import cancelled, paused, restarted

Words = Callable[[Facts, Pen], Letter]

WORDS: dict[NoticeKind, Words] = {
    NoticeKind.CANCELLED: cancelled,
    NoticeKind.CARD_UPDATED: card_updated,
    NoticeKind.CONFIRM_PAYMENT: confirm_payment,
    NoticeKind.DATA_COPY: data_copy,
    NoticeKind.DATA_DECLINED: data_declined,
    NoticeKind.DATA_ERASED: data_erased,
    NoticeKind.ORDER: order,
    NoticeKind.PAUSED: paused,
    NoticeKind.PAUSE_ENDING: pause_ending,
    NoticeKind.PAYMENT_FAILED: payment_failed,
    NoticeKind.REFUND: refund,
    NoticeKind.RENEWAL_AHEAD: renewal_ahead,
    NoticeKind.RESTARTED: restarted,
    NoticeKind.SHIPPED: shipped,
    NoticeKind.TRIAL_ENDING: trial_ending,
}
