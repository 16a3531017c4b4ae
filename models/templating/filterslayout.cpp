#include "models/templating/builtins.h"
#include "models/templating/methods.h"
#include "models/templating/operations.h"

#include <algorithm>

namespace daybook::templating {

namespace {

Value indent(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"indent", {u"s", u"width", u"first", u"blank"}, 1);
    if (!in[0].isString())
        fail(in[0].isUndefined()
                 ? in[0].undefinedMessage()
                 : QStringLiteral("indent wants text, not a value of type %1").arg(in[0].typeName()));
    const bool asText = in.has(1) && in[1].isString();
    const qint64 width = asText ? 0 : std::max<qint64>(in.integer(1, 4), 0);
    session.checkSize(width);
    const QString margin = asText ? *in[1].asString() : QString(width, u' ');
    // The added line end keeps a text that ends with one from losing it.
    const QStringList lines = text::lines(*in[0].asString() + u'\n', false);
    QString result = in.truth(2, false) ? margin : QString();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i > 0)
            result += u'\n';
        if (i > 0 && (!lines[i].isEmpty() || in.truth(3, false)))
            result += margin;
        result += lines[i];
        session.checkGrowth(result.size(), margin.size() + lines[i].size());
    }
    return Value(std::move(result));
}

Value truncate(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"truncate", {u"s", u"length", u"killwords", u"end", u"leeway"}, 1);
    const qint64 most = in.integer(1, 255);
    const QString end = in.valueOr(3, Value(u"...")).stringOr({});
    const qint64 leeway = in.has(4) && in[4].isNone() ? 5 : in.integer(4, 5);
    const qint64 kept = most - text::length(end);
    if (kept < 0 || leeway < 0)
        fail(QStringLiteral(
            "truncate's length must be at least that of its end, and its leeway not negative"));
    if (lengthOf(in[0]) <= most + leeway)
        return in[0];
    const Value head = sliceOf(session, in[0], Value::none(), Value(kept), Value::none());
    if (!head.isString())
        fail(QStringLiteral("truncate wants text, not a value of type %1").arg(in[0].typeName()));
    const QString text = *head.asString();
    const qsizetype space = in.truth(2, false) ? -1 : text.lastIndexOf(u' ');
    return Value((space < 0 ? text : text.left(space)) + end);
}

/// A line's words and the white space between them, and words at their hyphens.
QStringList chunksOf(const QString &line, bool atHyphens)
{
    const auto isLetter = [&](qsizetype i) {
        return i >= 0 && i < line.size() && (line[i].isLetter() || line[i] == u'_');
    };
    const auto isWord = [&](qsizetype i) {
        return i >= 0 && i < line.size() && (line[i].isLetterOrNumber() || line[i] == u'_');
    };
    QStringList chunks;
    for (qsizetype i = 0; i < line.size();) {
        const bool space = line[i].isSpace();
        qsizetype end = i;
        while (end < line.size() && line[end].isSpace() == space) {
            ++end;
            const bool hyphen = !space && atHyphens && line[end - 1] == u'-';
            if (hyphen && end - 1 > i && isLetter(end - 2) && isWord(end - 3) && isLetter(end) &&
                isLetter(end + 1))
                break;
        }
        chunks += line.sliced(i, end - i);
        i = end;
    }
    return chunks;
}

struct WrapStyle
{
    qint64 width = 79;
    bool breakLong = true;
    bool atHyphens = true;
};

/// One paragraph as lines of at most the width, by the rules of Python's textwrap.
QStringList wrapped(const QString &line, const WrapStyle &style)
{
    QStringList chunks = chunksOf(line, style.atHyphens);
    std::reverse(chunks.begin(), chunks.end());
    QStringList lines;
    while (!chunks.isEmpty()) {
        QStringList current;
        qint64 used = 0;
        if (!lines.isEmpty() && chunks.last().trimmed().isEmpty())
            chunks.removeLast();
        while (!chunks.isEmpty() && used + text::length(chunks.last()) <= style.width) {
            used += text::length(chunks.last());
            current += chunks.takeLast();
        }
        if (!chunks.isEmpty() && text::length(chunks.last()) > style.width) {
            const qint64 room = std::max<qint64>(style.width - used, style.width < 1 ? 1 : 0);
            if (style.breakLong && room > 0) {
                current += chunks.last().left(room);
                chunks.last().remove(0, room);
            } else if (current.isEmpty()) {
                current += chunks.takeLast();
            }
        }
        if (!current.isEmpty() && current.last().trimmed().isEmpty())
            current.removeLast();
        if (!current.isEmpty())
            lines += current.join(QString());
    }
    return lines;
}

Value wordWrap(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"wordwrap",
                       {u"s", u"width", u"break_long_words", u"wrapstring", u"break_on_hyphens"}, 1);
    const WrapStyle style{in.integer(1, 79), in.truth(2, true), in.truth(4, true)};
    if (style.width <= 0)
        fail(QStringLiteral("wordwrap's width must be greater than 0"));
    if (!in[0].isString())
        fail(QStringLiteral("wordwrap wants text, not a value of type %1").arg(in[0].typeName()));
    const QString separator = in.has(3) && in[3].isPresent() ? session.text(in[3]) : QStringLiteral("\n");
    session.checkSize(in[0].asString()->size() * (separator.size() + 1));
    QStringList paragraphs;
    for (const QString &line : text::lines(*in[0].asString(), false))
        paragraphs += wrapped(line, style).join(separator);
    return Value(paragraphs.join(separator));
}

/// Python's pprint for what fits on a line; longer lists and dicts get a line for each element.
QString pretty(Session &session, const Value &value, qsizetype column, int depth)
{
    const QString flat = session.repr(value);
    const bool container =
        (value.isList() && !value.items().empty()) || (value.isDict() && !value.entries().isEmpty());
    if (!container || column + flat.size() <= 80 || depth > 50)
        return flat;
    const QString margin = QStringLiteral(",\n") + QString(column + 1, u' ');
    QStringList parts;
    for (const Value &item : value.items())
        parts += pretty(session, item, column + 1, depth + 1);
    for (const Dict::Entry &entry : value.entries()) {
        const QString key = session.repr(entry.key) + QStringLiteral(": ");
        parts += key + pretty(session, entry.value, column + 1 + key.size(), depth + 1);
    }
    const QString body = parts.join(margin);
    if (value.isDict())
        return u'{' + body + u'}';
    return value.type() == Value::Type::List
               ? u'[' + body + u']'
               : u'(' + body + (parts.size() == 1 ? QStringLiteral(",)") : QStringLiteral(")"));
}

/// Dicts by key, as pprint shows them.
Value sorted(Session &session, const Value &value, int depth)
{
    if (depth > 50 || (!value.isList() && !value.isDict()))
        return value;
    if (const List *list = value.asList()) {
        List items;
        for (const Value &item : *list)
            items.push_back(sorted(session, item, depth + 1));
        return value.type() == Value::Type::Tuple ? Value::fromTuple(std::move(items))
                                                  : Value(std::move(items));
    }
    std::vector<Dict::Entry> entries = value.entries().entries();
    const bool comparable = std::all_of(entries.begin(), entries.end(), [&](const auto &entry) {
        return entry.key.type() == entries[0].key.type();
    });
    if (comparable)
        std::stable_sort(entries.begin(), entries.end(),
                         [&](const auto &a, const auto &b) { return lessThan(session, a.key, b.key); });
    Dict result;
    for (const Dict::Entry &entry : entries)
        result.insert(entry.key, sorted(session, entry.value, depth + 1));
    return Value(std::move(result));
}

Value prettyPrint(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"pprint", {u"value"}, 1);
    session.repr(in[0]); // fails for what is too large before anything is built
    return Value(pretty(session, sorted(session, in[0], 0), 0, 0));
}

} // namespace

void addLayoutFilters(NativeTable &table)
{
    table.insert(QStringLiteral("indent"), indent);
    table.insert(QStringLiteral("truncate"), truncate);
    table.insert(QStringLiteral("wordwrap"), wordWrap);
    table.insert(QStringLiteral("pprint"), prettyPrint);
}

} // namespace daybook::templating
