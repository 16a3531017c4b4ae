#include "models/project/problems.h"

#include <algorithm>

namespace daybook::project {

namespace {

/// Levenshtein's distance, given up on past `limit`.
qsizetype distance(const QString &a, const QString &b, qsizetype limit)
{
    if (std::abs(a.size() - b.size()) > limit)
        return limit + 1;
    std::vector<qsizetype> row(static_cast<size_t>(b.size()) + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = static_cast<qsizetype>(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (size_t j = 1; j < row.size(); ++j) {
            const qsizetype substituted = diagonal + (a[i] == b[static_cast<qsizetype>(j) - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

void Problems::error(const Location &where, const QString &message)
{
    m_errors.push_back({.kind = ErrorKind::Project, .message = message, .where = where});
}

void Problems::add(const Error &error)
{
    m_errors.push_back(error);
}

void Problems::warning(const Location &where, const QString &message)
{
    m_warnings.append(where.toString() + QStringLiteral(": ") + message);
}

void Problems::warning(const QString &message)
{
    m_warnings.append(message);
}

void Problems::take(Problems &&other)
{
    std::move(other.m_errors.begin(), other.m_errors.end(), std::back_inserter(m_errors));
    m_warnings += other.m_warnings;
}

Error Problems::toError() const
{
    Error first = m_errors.front();
    constexpr size_t shown = 20;
    QStringList others;
    for (size_t i = 1; i < std::min(m_errors.size(), shown); ++i)
        others.append(m_errors[i].toString());
    if (m_errors.size() > shown)
        others.append(QStringLiteral("... and %1 more").arg(m_errors.size() - shown));
    if (!others.isEmpty())
        first.detail += (first.detail.isEmpty() ? QString() : QStringLiteral("\n")) +
                        QStringLiteral("Also:\n") + others.join(QLatin1Char('\n'));
    return first;
}

std::optional<Error> checkUtf8(const QByteArray &text, const QString &file)
{
    if (text.isValidUtf8())
        return {};
    const QString decoded = QString::fromUtf8(text);
    const auto line =
        QStringView(decoded).left(decoded.indexOf(QChar::ReplacementCharacter)).count(u'\n') + 1;
    return Error{.kind = ErrorKind::Project,
                 .message = QStringLiteral("This file is not in UTF-8: save it in that encoding"),
                 .where = Location{file, static_cast<int>(line)}};
}

QString didYouMean(const QString &word, const QStringList &known)
{
    const qsizetype limit = word.size() <= 4 ? 1 : word.size() <= 8 ? 2 : 3;
    std::vector<std::pair<qsizetype, QString>> near;
    for (const QString &candidate : known) {
        const qsizetype far = distance(word.toLower(), candidate.toLower(), limit);
        if (far <= limit)
            near.emplace_back(far, candidate);
    }
    if (near.empty())
        return {};
    std::sort(near.begin(), near.end());
    QStringList names;
    for (size_t i = 0; i < std::min<size_t>(near.size(), 3); ++i)
        names.append(QLatin1Char('\'') + near[i].second + QLatin1Char('\''));
    return QStringLiteral("; did you mean %1?").arg(names.join(QStringLiteral(" or ")));
}

} // namespace daybook::project
