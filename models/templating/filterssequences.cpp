#include "models/templating/builtins.h"
#include "models/templating/iteration.h"
#include "models/templating/operations.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace daybook::templating {

namespace {

Value list(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"list", {u"value"}, 1);
    return Value(session.elements(in[0]));
}

Value length(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"length", {u"value"}, 1);
    if (in[0].isUndefined())
        session.text(in[0]); // fails when undefined is strict
    return Value(lengthOf(in[0]));
}

Value first(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"first", {u"seq"}, 1);
    std::optional<Value> found = session.iterate(in[0])->next();
    return found ? *std::move(found)
                 : Value::undefinedBecause(QStringLiteral("there is no first of nothing"));
}

/// Whether Python's reversed() takes it.
bool isReversible(const Value &value)
{
    const auto object = value.asObject();
    return value.isString() || value.isList() || value.isDict() || value.isUndefined() ||
           (object && object->length());
}

Value last(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"last", {u"seq"}, 1);
    if (!isReversible(in[0]))
        fail(in[0].isUndefined() ? in[0].undefinedMessage()
                                 : QStringLiteral("a value of type %1 has no last element: use (name | list)")
                                       .arg(in[0].typeName()));
    const List items = session.elements(in[0]);
    return items.empty() ? Value::undefinedBecause(QStringLiteral("there is no last of nothing"))
                         : items.back();
}

Value random(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"random", {u"seq"}, 1);
    const List items = session.elements(in[0]);
    if (items.empty())
        return Value::undefinedBecause(QStringLiteral("nothing can be picked from nothing"));
    return items[static_cast<size_t>(QRandomGenerator::global()->bounded(static_cast<qint64>(items.size())))];
}

Value reverse(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"reverse", {u"value"}, 1);
    List items = session.elements(in[0]);
    std::reverse(items.begin(), items.end());
    if (!in[0].isString())
        return isReversible(in[0]) ? generator([&](List &into) { into = std::move(items); })
                                   : Value(std::move(items));
    QString text;
    for (const Value &item : items)
        text += *item.asString();
    return Value(std::move(text));
}

Value join(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"join", {u"value", u"d", u"attribute"}, 1);
    const AttributePath path(in.valueOr(2, Value::none()));
    const QString separator = session.text(in.valueOr(1, Value(QString())));
    QString result;
    bool first = true;
    for (const Value &item : session.elements(in[0])) {
        if (!first)
            result += separator;
        first = false;
        const QString text = session.text(path.of(session, item));
        result += text;
        session.checkGrowth(result.size(), text.size() + separator.size());
    }
    return Value(std::move(result));
}

Value batch(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"batch", {u"value", u"linecount", u"fill_with"}, 2);
    return generator([&](List &into) {
        const qint64 size = in.integer(1, 1);
        List row;
        for (const Value &item : session.elements(in[0])) {
            if (static_cast<qint64>(row.size()) == size)
                into.push_back(Value(std::exchange(row, {})));
            row.push_back(item);
        }
        const Value filler = in.valueOr(2, Value::none());
        if (!row.empty() && !filler.isNone() && static_cast<qint64>(row.size()) < size) {
            session.checkList(size);
            row.resize(static_cast<size_t>(size), filler);
        }
        if (!row.empty())
            into.push_back(Value(std::move(row)));
    });
}

Value slice(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"slice", {u"value", u"slices", u"fill_with"}, 2);
    return generator([&](List &into) {
        const List items = session.elements(in[0]);
        const qint64 slices = in.integer(1, 1);
        if (slices == 0)
            fail(QStringLiteral("a list cannot be cut into 0 slices"));
        session.checkList(std::max<qint64>(slices, 0));
        const Value filler = in.valueOr(2, Value::none());
        const qint64 size = static_cast<qint64>(items.size());
        auto from = items.begin();
        for (qint64 i = 0; i < slices; ++i) {
            const bool longer = i < size % slices;
            const auto to = from + size / slices + (longer ? 1 : 0);
            List part(from, to);
            if (!filler.isNone() && !longer)
                part.push_back(filler);
            from = to;
            into.push_back(Value(std::move(part)));
        }
    });
}

Value sum(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"sum", {u"iterable", u"attribute", u"start"}, 1);
    const AttributePath path(in.valueOr(1, Value::none()));
    Value total = in.valueOr(2, Value(0));
    if (total.isString())
        fail(QStringLiteral("sum does not add texts: use join"));
    for (const Value &item : session.elements(in[0]))
        total = arithmetic(session, Operator::Add, total, path.of(session, item));
    return total;
}

Value attr(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"attr", {u"obj", u"name"}, 2);
    if (!in[1].isString())
        fail(QStringLiteral("attr wants the name of an attribute"));
    const QString name = *in[1].asString();
    if (in[0].isUndefined())
        return attributeOf(session, in[0], name);
    // Unlike a dot, attr never looks among a dict's entries.
    return in[0].type() == Value::Type::Object ? attributeOf(session, in[0], name) : methodOf(in[0], name);
}

Value defaultTo(Session &session, const Arguments &arguments)
{
    const Signature in(arguments, u"default", {u"value", u"default_value", u"boolean"}, 1);
    const bool missing = in[0].isUndefined() || (in.truth(2, false) && !session.truth(in[0]));
    return missing ? in.valueOr(1, Value(QString())) : in[0];
}

} // namespace

void addSequenceFilters(NativeTable &table)
{
    const std::pair<const char16_t *, NativeFunction> filters[] = {
        {u"list", list},         {u"length", length}, {u"count", length},    {u"first", first},
        {u"last", last},         {u"random", random}, {u"reverse", reverse}, {u"join", join},
        {u"batch", batch},       {u"slice", slice},   {u"sum", sum},         {u"attr", attr},
        {u"default", defaultTo}, {u"d", defaultTo},
    };
    for (const auto &[name, filter] : filters)
        table.insert(QStringView(name).toString(), filter);
}

} // namespace daybook::templating
