#include "models/templating/methods.h"

#include <algorithm>

namespace daybook::templating {

namespace {

const QString &selfText(const Value &self)
{
    return std::get<QString>(self.data());
}

QString wanted(const Value &value, QStringView function)
{
    if (!value.isString())
        fail(QStringLiteral("%1 wants text, not a value of type %2").arg(function, value.typeName()));
    return *value.asString();
}

/// The UTF-16 offset of the character at `index`.
qsizetype offsetOf(const QString &text, qint64 index)
{
    if (!text::isWide(text))
        return static_cast<qsizetype>(index);
    qsizetype offset = 0;
    for (; index > 0 && offset < text.size(); --index)
        offset += text[offset].isHighSurrogate() ? 2 : 1;
    return offset;
}

/// The stretch of the text that start and end arguments select, in UTF-16 units.
struct Stretch
{
    qsizetype begin;
    qsizetype end;
    bool valid; ///< the start does not lie beyond the end
};

Stretch stretchOf(const QString &text, const Signature &in, size_t first)
{
    const qint64 size = text::length(text);
    const auto bound = [&](size_t i, qint64 otherwise) {
        const qint64 given = in.has(i) && !in[i].isNone() ? in.integer(i, otherwise) : otherwise;
        return given < 0 ? std::max<qint64>(given + size, 0) : given;
    };
    const qint64 begin = bound(first, 0);
    const qint64 end = std::min(bound(first + 1, size), size);
    return {offsetOf(text, std::min(begin, size)), offsetOf(text, end), begin <= end};
}

/// The character's index of what is found, or -1.
template <bool Last> qint64 found(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"find", {u"sub", u"start", u"end"}, 1);
    const QString &text = selfText(self);
    session.work(text.size());
    const QString part = wanted(in[0], u"find");
    const Stretch stretch = stretchOf(text, in, 1);
    if (!stretch.valid)
        return -1;
    const QStringView view = QStringView(text).sliced(stretch.begin, stretch.end - stretch.begin);
    qsizetype at = -1;
    if (part.isEmpty())
        at = Last ? view.size() : 0;
    else
        at = Last ? view.lastIndexOf(part) : view.indexOf(part);
    return at < 0 ? -1 : text::length(QStringView(text).left(stretch.begin + at));
}

template <bool Last> Value find(Session &session, const Value &self, const Arguments &arguments)
{
    return Value(found<Last>(session, self, arguments));
}

template <bool Last> Value index(Session &session, const Value &self, const Arguments &arguments)
{
    const qint64 at = found<Last>(session, self, arguments);
    if (at < 0)
        fail(QStringLiteral("the text does not contain %1").arg(arguments.positional.front().repr()));
    return Value(at);
}

Value count(Session &session, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"count", {u"sub", u"start", u"end"}, 1);
    const QString &text = selfText(self);
    session.work(text.size());
    const QString part = wanted(in[0], u"count");
    const Stretch stretch = stretchOf(text, in, 1);
    if (!stretch.valid)
        return Value(0);
    const QStringView view = QStringView(text).sliced(stretch.begin, stretch.end - stretch.begin);
    if (part.isEmpty())
        return Value(text::length(view) + 1);
    qint64 times = 0;
    for (qsizetype at = view.indexOf(part); at >= 0; at = view.indexOf(part, at + part.size()))
        ++times;
    return Value(times);
}

template <bool AtEnd> Value affix(Session &session, const Value &self, const Arguments &arguments)
{
    const QStringView name = AtEnd ? u"endswith" : u"startswith";
    const Signature in(arguments, name, {u"text", u"start", u"end"}, 1);
    const QString &text = selfText(self);
    session.work(text.size());
    const Stretch stretch = stretchOf(text, in, 1);
    const List candidates = in[0].type() == Value::Type::Tuple ? in[0].items() : List{in[0]};
    for (const Value &candidate : candidates) {
        const QString part = wanted(candidate, name);
        if (!stretch.valid)
            continue;
        const QStringView view = QStringView(text).sliced(stretch.begin, stretch.end - stretch.begin);
        if (AtEnd ? view.endsWith(part) : view.startsWith(part))
            return Value(true);
    }
    return Value(false);
}

Value replace(Session &session, const Value &self, const Arguments &arguments)
{
    if (!arguments.keyword.isEmpty())
        fail(QStringLiteral("replace takes no named arguments"));
    const Signature in(arguments, u"replace", {u"old", u"new", u"count"}, 2);
    return Value(replaced(session, selfText(self), wanted(in[0], u"replace"), wanted(in[1], u"replace"),
                          in.integer(2, -1)));
}

template <bool AtEnd> Value removeAffix(Session &, const Value &self, const Arguments &arguments)
{
    const Signature in(arguments, u"this method", {u"affix"}, 1);
    const QString &text = selfText(self);
    const QString part = wanted(in[0], u"this method");
    if (AtEnd)
        return Value(!part.isEmpty() && text.endsWith(part) ? text.chopped(part.size()) : text);
    return Value(text.startsWith(part) ? text.sliced(part.size()) : text);
}

} // namespace

QString replaced(Session &session, const QString &text, const QString &before, const QString &after,
                 qint64 count)
{
    if (count == 0)
        return text;
    QString result;
    qsizetype from = 0;
    qint64 times = 0;
    while (count < 0 || times < count) {
        const qsizetype at = before.isEmpty() ? from : text.indexOf(before, from);
        if (at < 0 || (before.isEmpty() && from > text.size()))
            break;
        result += QStringView(text).sliced(from, at - from);
        result += after;
        from = at + before.size();
        if (before.isEmpty()) { // between all characters
            if (from < text.size()) {
                const qsizetype width = text[from].isHighSurrogate() ? 2 : 1;
                result += QStringView(text).sliced(from, width);
                from += width;
            } else {
                ++from;
            }
        }
        ++times;
        session.checkGrowth(result.size(), after.size() + 1);
    }
    if (from < text.size())
        result += QStringView(text).sliced(from);
    session.work(text.size());
    return result;
}

void addStringSearchMethods(MethodTable &table)
{
    const std::pair<const char16_t *, Method> methods[] = {
        {u"find", find<false>},
        {u"rfind", find<true>},
        {u"index", index<false>},
        {u"rindex", index<true>},
        {u"count", count},
        {u"startswith", affix<false>},
        {u"endswith", affix<true>},
        {u"replace", replace},
        {u"removeprefix", removeAffix<false>},
        {u"removesuffix", removeAffix<true>},
    };
    for (const auto &[name, method] : methods)
        table.insert(QStringView(name).toString(), method);
}

} // namespace daybook::templating
