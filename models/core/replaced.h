#pragma once

#include <QRegularExpression>
#include <QString>

namespace daybook {

/// `text` with every match of `place` replaced by what `of` makes of it; what is put in is not looked at
/// again.
template <typename Of> QString replaced(const QString &text, const QRegularExpression &place, Of of)
{
    QString result;
    qsizetype at = 0;
    for (auto found = place.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        result += QStringView(text).sliced(at, match.capturedStart() - at);
        result += of(match);
        at = match.capturedEnd();
    }
    return result += QStringView(text).sliced(at);
}

} // namespace daybook
