#pragma once

#include <QString>
#include <QStringList>

namespace daybook::cli {

/// The candidate a person most likely meant by `word`, or nothing when none is close.
QString nearest(const QString &word, const QStringList &candidates);

/// " Did you mean --select?" or nothing; `prefix` stands before the candidate.
QString didYouMean(const QString &word, const QStringList &candidates, const QString &prefix = {});

} // namespace daybook::cli
