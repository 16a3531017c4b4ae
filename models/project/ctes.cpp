#include "models/project/ctes.h"

namespace daybook::project {

namespace {

/// Past whitespace and comments; PostgreSQL's block comments nest.
qsizetype skipBlanks(QStringView sql, qsizetype at)
{
    int depth = 0;
    while (at < sql.size()) {
        const QStringView rest = sql.mid(at);
        if (rest.startsWith(u"/*")) {
            ++depth;
            at += 2;
        } else if (depth > 0) {
            const bool end = rest.startsWith(u"*/");
            depth -= end ? 1 : 0;
            at += end ? 2 : 1;
        } else if (rest.startsWith(u"--")) {
            const auto newline = rest.indexOf(u'\n');
            at = newline < 0 ? sql.size() : at + newline;
        } else if (rest.front().isSpace()) {
            ++at;
        } else {
            break;
        }
    }
    return at;
}

/// Past `word` when it stands at `at`; else -1.
qsizetype pastWord(QStringView sql, qsizetype at, QStringView word)
{
    if (!sql.mid(at).startsWith(word, Qt::CaseInsensitive))
        return -1;
    const qsizetype end = at + word.size();
    const bool longer =
        end < sql.size() && (sql[end].isLetterOrNumber() || sql[end] == u'_' || sql[end] == u'$');
    return longer ? -1 : end;
}

} // namespace

QString withCtes(const QString &sql, const QStringList &ctes)
{
    const QString list = ctes.join(QStringLiteral(", "));
    const qsizetype start = skipBlanks(sql, 0);
    qsizetype with = pastWord(sql, start, u"with");
    if (with < 0)
        return sql.left(start) + QStringLiteral("with ") + list + QLatin1Char('\n') + sql.mid(start);
    if (const qsizetype recursive = pastWord(sql, skipBlanks(sql, with), u"recursive"); recursive >= 0)
        with = recursive;
    return sql.left(with) + QLatin1Char(' ') + list + QLatin1Char(',') + sql.mid(with);
}

} // namespace daybook::project
