#pragma once

#include "models/core/decimal.h"

#include <QDate>
#include <QDateTime>
#include <QTimeZone>

namespace daybook {

// Words and figures for people, in the language of QLocale's default. Figures look the same in every
// language.

/// "1,234,567"
QString formatCount(qint64 count);

/// "12.3%" for a ratio of 0.1234; with a sign in front when `signedForm` (changes).
QString formatPercent(const Decimal &ratio, int digits = 1, bool signedForm = false);

/// "Mon 16 Nov 2026", "2026년 11월 16일 (월)"
QString formatDate(QDate date);

/// "2026-11-16 09:12:03" in `zone`; empty for an invalid instant.
QString formatInstant(const QDateTime &instant, const QTimeZone &zone = QTimeZone::systemTimeZone());

/// "840 ms", "12.4 s", "3 min 04 s", "2 h 05 min"
QString formatDuration(qint64 milliseconds);

/// "just now", "5 minutes ago", "3 days ago"
QString formatAgo(const QDateTime &instant, const QDateTime &now);

/// "1f3a5b7c9, with changes" for a commit of git's; empty without one.
QString formatCommit(const QString &commit, bool dirty);

} // namespace daybook
