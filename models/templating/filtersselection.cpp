#include "models/templating/builtins.h"
#include "models/templating/iteration.h"
#include "models/templating/operations.h"

namespace daybook::templating {

namespace {

/// The arguments that follow the first `used` ones.
Arguments following(const Arguments &arguments, size_t used, const Value &input)
{
    Arguments rest;
    rest.positional.push_back(input);
    rest.positional.insert(rest.positional.end(), arguments.positional.begin() + static_cast<ptrdiff_t>(used),
                           arguments.positional.end());
    rest.keyword = arguments.keyword;
    rest.setSession(arguments.session());
    return rest;
}

QString callableName(Session &session, const Value &name, QStringView kind)
{
    if (name.isString())
        return *name.asString();
    if (name.isUndefined())
        fail(QStringLiteral("no %1 is named so: %2; did you forget to quote its name?")
                 .arg(kind, name.undefinedMessage()));
    fail(QStringLiteral("no %1 is named %2").arg(kind, session.repr(name)));
}

void mapAttribute(Session &session, const Arguments &arguments, List &into)
{
    for (const QString &name : arguments.keyword.keys()) {
        if (name != u"attribute" && name != u"default")
            fail(QStringLiteral("map has no argument named '%1'").arg(name));
    }
    const AttributePath path(arguments.keyword.value(u"attribute"));
    const Value otherwise = arguments.keyword.value(u"default");
    for (const Value &item : session.elements(arguments.positional.front()))
        into.push_back(path.of(session, item, otherwise));
}

void mapFilter(Session &session, const Arguments &arguments, List &into)
{
    if (arguments.positional.size() < 2)
        fail(QStringLiteral("map wants the name of a filter, or attribute=name"));
    const QString name = callableName(session, arguments.positional[1], u"filter");
    for (const Value &item : session.elements(arguments.positional.front())) {
        session.step();
        into.push_back(applyFilter(session, name, following(arguments, 2, item)));
    }
}

Value map(Session &session, const Arguments &arguments)
{
    return generator([&](List &into) {
        if (!session.truth(arguments.positional.front()))
            return;
        if (arguments.positional.size() == 1 && arguments.keyword.contains(u"attribute"))
            mapAttribute(session, arguments, into);
        else
            mapFilter(session, arguments, into);
    });
}

void selectInto(Session &session, const Arguments &arguments, bool keep, bool ofAttribute, List &into)
{
    const Value &input = arguments.positional.front();
    if (!session.truth(input))
        return;
    size_t used = 1;
    Value attribute = Value::none();
    if (ofAttribute) {
        if (arguments.positional.size() < 2)
            fail(QStringLiteral("selectattr and rejectattr want the name of an attribute"));
        attribute = arguments.positional[used++];
    }
    const AttributePath path(attribute);
    const bool byTest = arguments.positional.size() > used;
    const QString test = byTest ? callableName(session, arguments.positional[used], u"test") : QString();
    for (const Value &item : session.elements(input)) {
        session.step();
        const Value value = path.of(session, item);
        const Value verdict =
            byTest ? applyTest(session, test, following(arguments, used + 1, value)) : value;
        if (session.truth(verdict) == keep)
            into.push_back(item);
    }
}

template <bool Keep, bool OfAttribute> Value select(Session &session, const Arguments &arguments)
{
    return generator([&](List &into) { selectInto(session, arguments, Keep, OfAttribute, into); });
}

} // namespace

void addSelectionFilters(NativeTable &table)
{
    table.insert(QStringLiteral("map"), map);
    table.insert(QStringLiteral("select"), select<true, false>);
    table.insert(QStringLiteral("reject"), select<false, false>);
    table.insert(QStringLiteral("selectattr"), select<true, true>);
    table.insert(QStringLiteral("rejectattr"), select<false, true>);
}

} // namespace daybook::templating
