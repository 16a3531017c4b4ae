#include "models/templating/methods.h"

#include <algorithm>

namespace daybook::templating {

namespace {

const QString &selfText(const Value &self)
{
    return std::get<QString>(self.data());
}

bool isLineEnd(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= u'\n' && u <= u'\r') || (u >= 0x1C && u <= 0x1E) || u == 0x85 || u == 0x2028 || u == 0x2029;
}

List asValues(const QStringList &parts)
{
    return List(parts.begin(), parts.end());
}

/// Words between white space; the rest of the text is the last part once there are `most` splits.
QStringList words(const QString &text, qint64 most, bool fromRight)
{
    QStringList parts;
    qsizetype begin = 0;
    qsizetype end = text.size();
    const auto trim = [&] { // where the next word is looked for
        while (!fromRight && begin < end && text[begin].isSpace())
            ++begin;
        while (fromRight && end > begin && text[end - 1].isSpace())
            --end;
    };
    trim();
    while (begin < end) {
        if (most == 0) {
            parts += text.sliced(begin, end - begin);
            break;
        }
        qsizetype edge = fromRight ? end : begin;
        while (fromRight ? edge > begin && !text[edge - 1].isSpace() : edge < end && !text[edge].isSpace())
            edge += fromRight ? -1 : 1;
        parts += fromRight ? text.sliced(edge, end - edge) : text.sliced(begin, edge - begin);
        (fromRight ? end : begin) = edge;
        trim();
        --most;
    }
    if (fromRight)
        std::reverse(parts.begin(), parts.end());
    return parts;
}

QStringList pieces(const QString &text, const QString &separator, qint64 most, bool fromRight)
{
    if (separator.isEmpty())
        fail(QStringLiteral("text cannot be split at an empty separator"));
    QStringList parts;
    QStringView rest = text;
    while (most != 0) {
        const qsizetype at = fromRight ? rest.lastIndexOf(separator) : rest.indexOf(separator);
        if (at < 0)
            break;
        parts += (fromRight ? rest.sliced(at + separator.size()) : rest.first(at)).toString();
        rest = fromRight ? rest.first(at) : rest.sliced(at + separator.size());
        --most;
    }
    parts += rest.toString();
    if (fromRight)
        std::reverse(parts.begin(), parts.end());
    return parts;
}

template <bool FromRight> Value split(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"split", {u"sep", u"maxsplit"});
    const QString &text = selfText(self);
    session.checkList(text.size());
    const qint64 most = in.integer(1, -1);
    if (!in.has(0) || in[0].isNone())
        return Value(asValues(words(text, most, FromRight)));
    if (!in[0].isString())
        fail(QStringLiteral("text is split at text, not at a value of type %1").arg(in[0].typeName()));
    return Value(asValues(pieces(text, *in[0].asString(), most, FromRight)));
}

Value splitLines(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"splitlines", {u"keepends"});
    session.checkList(selfText(self).size());
    return Value(asValues(text::lines(selfText(self), in.truth(0, false))));
}

template <bool FromRight> Value partition(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"partition", {u"sep"}, 1);
    const QString &text = selfText(self);
    session.work(text.size());
    if (!in[0].isString() || in[0].asString()->isEmpty())
        fail(QStringLiteral("partition wants a separator of at least one character"));
    const QString separator = *in[0].asString();
    const qsizetype at = FromRight ? text.lastIndexOf(separator) : text.indexOf(separator);
    if (at < 0)
        return FromRight ? Value::fromTuple({QString(), QString(), text})
                         : Value::fromTuple({text, QString(), QString()});
    return Value::fromTuple({text.left(at), separator, text.mid(at + separator.size())});
}

Value join(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"join", {u"iterable"}, 1);
    QString result;
    bool first = true;
    for (const Value &item : session.elements(in[0])) {
        if (!item.isString())
            fail(
                QStringLiteral("text.join wants text only, but finds a value of type %1: use the filter join")
                    .arg(item.typeName()));
        if (!first)
            result += selfText(self);
        first = false;
        result += *item.asString();
        session.checkGrowth(result.size(), item.asString()->size() + 1);
    }
    return Value(std::move(result));
}

} // namespace

QStringList text::lines(const QString &text, bool keepEnds)
{
    QStringList result;
    for (qsizetype begin = 0; begin < text.size();) {
        qsizetype end = begin;
        while (end < text.size() && !isLineEnd(text[end]))
            ++end;
        qsizetype next = std::min(end + 1, text.size());
        if (end + 1 < text.size() && text[end] == u'\r' && text[end + 1] == u'\n')
            ++next;
        result += text.sliced(begin, (keepEnds ? next : end) - begin);
        begin = next;
    }
    return result;
}

void addStringSplitMethods(MethodTable &table)
{
    const std::pair<const char16_t *, Method> methods[] = {
        {u"split", split<false>},         {u"rsplit", split<true>},         {u"splitlines", splitLines},
        {u"partition", partition<false>}, {u"rpartition", partition<true>}, {u"join", join},
    };
    for (const auto &[name, method] : methods)
        table.insert(QStringView(name).toString(), method);
}

} // namespace daybook::templating
