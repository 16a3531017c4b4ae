#include "models/project/rowtest.h"

#include "models/project/sqltokens.h"

#include <algorithm>
#include <pg_query/pg_query.pb-c.h>
#include <span>

namespace daybook::project {

namespace {

using Tokens = std::span<const SqlToken>;

bool isName(const SqlToken &token)
{
    return token.kind == PG_QUERY__TOKEN__IDENT;
}

bool isAnyOf(const SqlToken &token, std::initializer_list<QByteArrayView> words)
{
    return std::any_of(words.begin(), words.end(), [&](QByteArrayView word) { return token.is(word); });
}

/// Keywords that make more of a query than a look at each row, at the depth of its clauses.
bool isOtherClause(const SqlToken &token)
{
    return isAnyOf(token,
                   {"union", "intersect", "except", "having", "order", "limit", "offset", "fetch", "for",
                    "window", "into", "join", "natural", "tablesample", "lateral", "with", ";"});
}

/// The clauses of one `select`, without their keywords.
struct Clauses
{
    Tokens columns;
    Tokens from;
    Tokens where;
    Tokens groupBy;
};

/// `x is distinct from y` has no clause's FROM.
bool startsClause(Tokens tokens, std::size_t at, QByteArrayView keyword)
{
    return tokens[at].is(keyword) && (at == 0 || !(tokens[at].is("from") && tokens[at - 1].is("distinct")));
}

std::optional<Clauses> clausesOf(Tokens tokens)
{
    if (tokens.size() < 4 || !tokens[0].is("select") || isAnyOf(tokens[1], {"distinct", "all"}))
        return std::nullopt;
    static constexpr std::array<QByteArrayView, 3> keywords{"from", "where", "group"};
    std::array<std::size_t, 3> at{tokens.size(), tokens.size(), tokens.size()};
    std::size_t expected = 0;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (tokens[i].depth != tokens[0].depth)
            continue;
        if (isOtherClause(tokens[i]))
            return std::nullopt;
        for (std::size_t k = 0; k < keywords.size(); ++k) {
            if (!startsClause(tokens, i, keywords[k]))
                continue;
            if (k < expected)
                return std::nullopt;
            at[k] = i;
            expected = k + 1;
        }
    }
    const auto between = [&](std::size_t from, std::size_t to) {
        return from + 1 < to ? tokens.subspan(from + 1, to - from - 1) : Tokens();
    };
    Clauses clauses{between(0, at[0]), between(at[0], std::min(at[1], at[2])), between(at[1], at[2]),
                    between(at[2], tokens.size())};
    const bool emptyWhere = at[1] < tokens.size() && clauses.where.empty();
    return clauses.columns.empty() || clauses.from.empty() || emptyWhere ? std::nullopt
                                                                         : std::optional(clauses);
}

QString textOf(const QByteArray &sql, Tokens tokens)
{
    return tokens.empty() ? QString()
                          : QString::fromUtf8(
                                sql.sliced(tokens.front().start, tokens.back().end - tokens.front().start));
}

/// a, a.b or a.b.c, and nothing after it.
bool isRelationName(Tokens tokens)
{
    if (tokens.size() % 2 == 0 || tokens.size() > 5)
        return false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i % 2 == 0 ? !isName(tokens[i]) : !tokens[i].is("."))
            return false;
    }
    return true;
}

bool holds(Tokens tokens, QByteArrayView word)
{
    return std::any_of(tokens.begin(), tokens.end(), [&](const SqlToken &token) { return token.is(word); });
}

/// Drops `[as] alias` from the end of a FROM clause, and gives the alias.
QByteArrayView takeAlias(Tokens &from)
{
    if (from.size() < 2 || !isName(from.back()) || from[from.size() - 2].is("."))
        return {};
    const QByteArrayView alias = from.back().text;
    from = from.first(from.size() - 1);
    if (from.back().is("as"))
        from = from.first(from.size() - 1);
    return alias;
}

/// Reads `relation [as alias]` or `(select * from relation where ...) [as] alias`.
bool readFrom(const QByteArray &sql, Tokens from, Tokens conditions, RowTest &test)
{
    const QByteArrayView alias = takeAlias(from);
    if (!alias.isEmpty() && holds(conditions, alias))
        return false; // the alias will be gone
    if (isRelationName(from)) {
        test.relation = textOf(sql, from);
        return true;
    }
    if (from.size() < 2 || !from.front().is("(") || !from.back().is(")"))
        return false;
    const auto inner = clausesOf(from.subspan(1, from.size() - 2));
    if (!inner || !inner->groupBy.empty() || inner->columns.size() != 1 || !inner->columns.front().is("*") ||
        !isRelationName(inner->from))
        return false;
    test.relation = textOf(sql, inner->from);
    test.narrowed = textOf(sql, inner->where);
    return true;
}

/// Columns and constants make one row of each row; a call might make one of all, or many of one.
bool keepRows(Tokens columns, bool grouped)
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!columns[i].is("("))
            continue;
        if (!grouped || i == 0 || !isAnyOf(columns[i - 1], {"count", "sum", "min", "max"}))
            return false;
    }
    return true;
}

/// One expression over the relation's own columns: no list, no position, no name from the select list.
bool isPlainGroup(Tokens group, Tokens columns)
{
    if (group.empty() || group.front().kind == PG_QUERY__TOKEN__ICONST)
        return false;
    for (const SqlToken &token : group) {
        if (isAnyOf(token, {"rollup", "cube", "grouping", "distinct", "all"}) ||
            (token.is(",") && token.depth == group.front().depth))
            return false;
    }
    for (std::size_t i = 1; i < columns.size(); ++i) {
        if (columns[i - 1].is("as") && holds(group, columns[i].text))
            return false;
    }
    return true;
}

/// Calls and the like whose answer depends on nothing but what they are given.
bool isSteadyBefore(const SqlToken &token)
{
    return isAnyOf(
        token, {"abs",       "and",         "any",      "between",     "btrim",        "by",       "cast",
                "ceil",      "ceiling",     "char",     "char_length", "character",    "coalesce", "count",
                "date_part", "date_trunc",  "decimal",  "div",         "else",         "exists",   "extract",
                "floor",     "from",        "greatest", "ilike",       "in",           "least",    "left",
                "length",    "like",        "lower",    "ltrim",       "max",          "md5",      "min",
                "mod",       "not",         "nullif",   "numeric",     "octet_length", "or",       "position",
                "power",     "replace",     "right",    "round",       "rtrim",        "select",   "sign",
                "some",      "starts_with", "strpos",   "substr",      "substring",    "sum",      "then",
                "trim",      "trunc",       "upper",    "varchar",     "when",         "where"});
}

/// Whether no row's verdict can change while the row does not. Unsure is no.
bool isTimeless(Tokens tokens)
{
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const SqlToken &token = tokens[i];
        const QByteArray text = token.text.toByteArray().toLower();
        const bool isWord = !text.isEmpty() && (QChar::fromLatin1(text[0]).isLetter() || text[0] == '"' ||
                                                text[0] == '_' || static_cast<uchar>(text[0]) > 127);
        if (isWord && i + 1 < tokens.size() && tokens[i + 1].is("(") &&
            (!isSteadyBefore(token) || (i > 0 && tokens[i - 1].is("."))))
            return false;
        if (text.startsWith("current_") || text.startsWith("localtime") || text.endsWith("user"))
            return false;
        // 'today' is a date that is another one tomorrow; E'\x74oday' as well.
        const bool isLiteral = text.contains('\'') || text.startsWith('$');
        if (isLiteral && !text.startsWith('\''))
            return false;
        for (const QByteArrayView word : {"now", "today", "tomorrow", "yesterday"}) {
            if (isLiteral && text.contains(word))
                return false;
        }
    }
    return true;
}

bool hasSubquery(Tokens tokens, Tokens from)
{
    return std::count_if(tokens.begin(), tokens.end(), [](const SqlToken &token) {
               return token.is("select");
           }) > (from.front().is("(") ? 2 : 1);
}

bool sameText(Tokens left, Tokens right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const SqlToken &a, const SqlToken &b) { return a.text == b.text; });
}

/// `having count(*) > 1` at the end: where it begins.
std::optional<std::size_t> findRepetition(Tokens tokens)
{
    static constexpr std::array<QByteArrayView, 7> repeated{"having", "count", "(", "*", ")", ">", "1"};
    if (tokens.size() <= repeated.size())
        return std::nullopt;
    const std::size_t at = tokens.size() - repeated.size();
    for (std::size_t i = 0; i < repeated.size(); ++i) {
        if (!tokens[at + i].is(repeated[i]))
            return std::nullopt;
    }
    return at;
}

} // namespace

/// Never a count of different values, which a server would not reckon on several processors at once.
QString RowTest::failingRows(const warehouse::Dialect &dialect) const
{
    QString filter = failing.isEmpty() ? QStringLiteral("true") : failing;
    if (!narrowed.isEmpty()) // the order matters: the test's `where` may be what keeps it from an error
        filter = QStringLiteral("case when (%1) then (%2) end").arg(narrowed, filter);
    return dialect.countWhere(filter);
}

std::optional<RowTest> asRowTest(const QString &compiled)
{
    const QByteArray sql = compiled.toUtf8();
    const auto scanned = sqlTokens(sql);
    if (!scanned)
        return std::nullopt;
    const Tokens tokens(*scanned);
    const auto clauses = clausesOf(tokens);
    if (!clauses)
        return std::nullopt;
    const bool grouped = !clauses->groupBy.empty();
    if (hasSubquery(tokens, clauses->from) || !keepRows(clauses->columns, grouped))
        return std::nullopt;
    RowTest test;
    test.failing = textOf(sql, clauses->where);
    test.timeless = isTimeless(tokens);
    Tokens conditions = clauses->where;
    if (grouped) {
        const Tokens group = clauses->groupBy;
        if (!group.front().is("by") || !isPlainGroup(group.subspan(1), clauses->columns))
            return std::nullopt;
        test.groupedBy = textOf(sql, group.subspan(1));
        conditions = tokens.subspan(static_cast<std::size_t>(
            (clauses->where.empty() ? group : clauses->where).data() - tokens.data()));
    }
    return readFrom(sql, clauses->from, conditions, test) ? std::optional(test) : std::nullopt;
}

std::optional<UniqueTest> asUniqueTest(const QString &compiled)
{
    const QByteArray sql = compiled.toUtf8();
    const auto scanned = sqlTokens(sql);
    if (!scanned)
        return std::nullopt;
    const Tokens tokens(*scanned);
    const auto having = findRepetition(tokens);
    const auto clauses = having ? clausesOf(tokens.first(*having)) : std::nullopt;
    if (!clauses || clauses->groupBy.size() < 2 || !clauses->groupBy.front().is("by"))
        return std::nullopt;
    const Tokens key = clauses->groupBy.subspan(1);
    const Tokens where = clauses->where;
    const bool known = where.size() == key.size() + 3 && sameText(where.first(key.size()), key) &&
                       where[key.size()].is("is") && where[key.size() + 1].is("not") &&
                       where[key.size() + 2].is("null");
    if (!known || hasSubquery(tokens, clauses->from) || !keepRows(clauses->columns, true) ||
        !isPlainGroup(key, clauses->columns))
        return std::nullopt;
    RowTest read;
    if (!readFrom(sql, clauses->from, where, read))
        return std::nullopt;
    return UniqueTest{read.relation, read.narrowed, textOf(sql, key), isTimeless(tokens)};
}

} // namespace daybook::project
