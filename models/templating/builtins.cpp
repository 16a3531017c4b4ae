#include "models/templating/builtins.h"

#include "models/templating/operations.h"

namespace daybook::templating {

const NativeTable &builtinFilters()
{
    static const NativeTable table = [] {
        NativeTable all;
        addTextFilters(all);
        addMarkupFilters(all);
        addLayoutFilters(all);
        addSequenceFilters(all);
        addSortingFilters(all);
        addSelectionFilters(all);
        addNumberFilters(all);
        return all;
    }();
    return table;
}

namespace {

Value apply(Session &session, const QHash<QString, Function> &own, const NativeTable &builtins,
            QStringView kind, const QString &name, const Arguments &arguments)
{
    const auto custom = own.constFind(name);
    if (custom != own.cend()) {
        Arguments given = arguments;
        given.setSession(&session);
        Result<Value> result = (*custom)(given);
        if (!result)
            failWith(std::move(result.error()));
        return *std::move(result);
    }
    const NativeFunction function = builtins.value(name, nullptr);
    if (!function)
        fail(QStringLiteral("no %1 is named '%2': check the spelling").arg(kind, name));
    return function(session, arguments);
}

} // namespace

Value applyFilter(Session &session, const QString &name, const Arguments &arguments)
{
    return apply(session, session.environment().filters, builtinFilters(), u"filter", name, arguments);
}

Value applyTest(Session &session, const QString &name, const Arguments &arguments)
{
    return apply(session, session.environment().tests, builtinTests(), u"test", name, arguments);
}

AttributePath::AttributePath(const Value &attribute)
{
    if (!attribute.isPresent())
        return;
    const std::optional<QString> path = attribute.asString();
    if (!path) {
        m_parts.push_back(attribute);
        return;
    }
    for (const QString &part : path->split(u'.')) {
        bool numeric = !part.isEmpty();
        for (const QChar c : part)
            numeric = numeric && c.isDigit();
        bool fits = false;
        const qint64 index = numeric ? part.toLongLong(&fits) : 0;
        m_parts.push_back(fits ? Value(index) : Value(part));
    }
}

Value AttributePath::of(Session &session, const Value &value) const
{
    Value result = value;
    for (const Value &part : m_parts)
        result = itemOf(session, result, part);
    return result;
}

Value AttributePath::of(Session &session, const Value &value, const Value &otherwise) const
{
    Value result = value;
    for (const Value &part : m_parts) {
        result = itemOf(session, result, part);
        if (result.isUndefined() && otherwise.isPresent())
            result = otherwise;
    }
    return result;
}

Value withoutCase(const Value &value)
{
    const std::optional<QString> text = value.asString();
    return text ? Value(text->toLower()) : value;
}

} // namespace daybook::templating
