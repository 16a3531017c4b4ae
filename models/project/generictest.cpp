#include "models/project/generictest.h"

#include <QRegularExpression>

#include <algorithm>

namespace daybook::project {

using templating::Arguments;
using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// A place inside of the test when the engine has none better: the line that asks for it.
Error placed(Error error, const Node &test)
{
    if (!error.where || error.where->file == test.path)
        error.where = test.declared;
    return error;
}

Result<Value> evaluated(const std::shared_ptr<Host> &host, const Value &value)
{
    if (value.type() == Value::Type::List) {
        List items;
        for (const Value &item : value.items()) {
            auto one = evaluated(host, item);
            if (!one)
                return one;
            items.push_back(*one);
        }
        return Value(std::move(items));
    }
    if (!value.isString())
        return value;
    static const QRegularExpression call(QStringLiteral("^\\s*(env_var|ref|var|source|doc)\\s*\\(.+\\)\\s*$"),
                                         QRegularExpression::DotMatchesEverythingOption);
    if (!mayRefer(value))
        return value;
    const QString text = value.toString();
    const auto &environment = host->language().environment;
    if (call.match(text).hasMatch())
        return environment.evaluate(text, host->context());
    if (!text.contains(u"{{") && !text.contains(u"{%"))
        return value;
    const auto source = environment.parse(text, host->node()->path);
    return source ? source->renderNative(host->context()) : failure(source.error());
}

/// The relation as the test reads it, narrowed by its `where`.
Result<Value> testedRelation(const std::shared_ptr<Host> &host, const Reference &attached)
{
    const auto relation = host->resolve(attached);
    if (!relation)
        return relation;
    const Macro *narrow =
        host->language().macros.seenFrom(host->node()->package, QStringLiteral("get_where_subquery"));
    return callMacro(*narrow, Arguments(List{*relation}), *host);
}

} // namespace

bool mayRefer(const Value &arguments)
{
    if (const QString *text = std::get_if<QString>(&arguments.data()))
        return text->contains(u'(') || text->contains(u'{');
    const List &items = arguments.items();
    const Dict &entries = arguments.entries();
    return std::any_of(items.begin(), items.end(), mayRefer) ||
           std::any_of(entries.begin(), entries.end(),
                       [](const Dict::Entry &entry) { return mayRefer(entry.value); });
}

const Macro *testMacro(const Macros &macros, const QString &from, const QString &qualifiedName)
{
    const auto dot = qualifiedName.indexOf(QLatin1Char('.'));
    const QString name = QStringLiteral("test_") + qualifiedName.mid(dot + 1);
    return dot < 0 ? macros.seenFrom(from, name) : macros.find(qualifiedName.left(dot), name);
}

Result<Dict> testArguments(const std::shared_ptr<Host> &host)
{
    Dict arguments;
    for (const Dict::Entry &entry : host->node()->test->arguments.entries()) {
        const auto value = evaluated(host, entry.value);
        if (!value)
            return failure(placed(value.error(), *host->node()));
        arguments.insert(entry.key, *value);
    }
    return arguments;
}

Result<QString> renderGenericTest(const std::shared_ptr<Host> &host, const Macro &macro,
                                  const Reference &attached)
{
    const Node &test = *host->node();
    auto arguments = testArguments(host);
    if (!arguments)
        return failure(arguments.error());
    const auto model = testedRelation(host, attached);
    if (!model)
        return failure(placed(model.error(), test));
    arguments->insert(u"model", *model);
    if (!test.test->column.isEmpty())
        arguments->insert(u"column_name", Value(test.test->column));
    const auto text = callMacro(macro, Arguments({}, std::move(*arguments)), *host);
    if (!text)
        return failure(placed(text.error(), test));
    return text->toString();
}

} // namespace daybook::project
