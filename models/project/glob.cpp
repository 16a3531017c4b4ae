#include "models/project/glob.h"

#include <QStringList>

namespace daybook::project {

namespace {

QString toExpression(const QString &pattern)
{
    QString expression;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar c = pattern[i];
        const qsizetype close = c == u'[' ? pattern.indexOf(QLatin1Char(']'), i + 2) : -1;
        if (c == u'*') {
            expression += QStringLiteral(".*");
        } else if (c == u'?') {
            expression += QLatin1Char('.');
        } else if (close > 0) {
            QString set = pattern.mid(i + 1, close - i - 1);
            set.replace(QLatin1Char('\\'), QStringLiteral("\\\\"))
                .replace(QLatin1Char('['), QStringLiteral("\\["));
            if (set.startsWith(QLatin1Char('!')))
                set[0] = QLatin1Char('^');
            else if (set.startsWith(QLatin1Char('^')))
                set.prepend(QLatin1Char('\\'));
            expression += QLatin1Char('[') + set + QLatin1Char(']');
            i = close;
        } else {
            expression += QRegularExpression::escape(QString(c));
        }
    }
    return expression;
}

bool segmentsMatch(QStringView pattern, QStringView path)
{
    if (pattern.isEmpty())
        return true; // the pattern names a folder above
    const auto slash = pattern.indexOf(u'/');
    const QStringView first = slash < 0 ? pattern : pattern.left(slash);
    const QStringView rest = slash < 0 ? QStringView() : pattern.mid(slash + 1);
    const auto next = path.indexOf(u'/');
    if (first == u"**") {
        for (QStringView tail = path; !tail.isEmpty();) {
            if (segmentsMatch(rest, tail))
                return true;
            const auto cut = tail.indexOf(u'/');
            tail = cut < 0 ? QStringView() : tail.mid(cut + 1);
        }
        return false;
    }
    if (path.isEmpty() || !Glob(first.toString()).matches((next < 0 ? path : path.left(next)).toString()))
        return false;
    return segmentsMatch(rest, next < 0 ? QStringView() : path.mid(next + 1));
}

} // namespace

Glob::Glob(const QString &pattern) : m_plain(pattern), m_isPattern(isPattern(pattern))
{
    if (m_isPattern)
        m_pattern = QRegularExpression(QRegularExpression::anchoredPattern(toExpression(pattern)),
                                       QRegularExpression::DotMatchesEverythingOption);
}

bool Glob::matches(const QString &text) const
{
    return m_isPattern ? m_pattern.match(text).hasMatch() : text == m_plain;
}

bool Glob::isPattern(QStringView text)
{
    return text.contains(u'*') || text.contains(u'?') || text.contains(u'[');
}

bool pathMatches(const QString &pattern, const QString &path)
{
    QString clean = pattern;
    while (clean.startsWith(u"./"))
        clean.remove(0, 2);
    while (clean.endsWith(QLatin1Char('/')))
        clean.chop(1);
    return clean.isEmpty() || clean == u"." || segmentsMatch(clean, path);
}

} // namespace daybook::project
