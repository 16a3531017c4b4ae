#include "models/project/manifestvalues.h"

#include <QCryptographicHash>

#include <algorithm>

namespace daybook::project {

using templating::Dict;
using templating::List;
using templating::Value;

namespace {

/// A text as Python writes it; None for none.
QString python(const Value &value)
{
    return value.isPresent() ? value.repr() : QStringLiteral("None");
}

/// As Python writes dbt's objects: what it hashes.
QString constraintsAsHashed(const Value &constraints, bool ofRelation)
{
    QStringList items;
    for (const Value &each : constraints.items()) {
        const QString type = each.find(u"type").stringOr({});
        QString item = QStringLiteral("%1(type=<ConstraintType.%2: '%2'>, name=%3, expression=%4, "
                                      "warn_unenforced=%5, warn_unsupported=%6, to=%7, to_columns=%8")
                           .arg(ofRelation ? QStringLiteral("ModelLevelConstraint")
                                           : QStringLiteral("ColumnLevelConstraint"),
                                type, python(each.find(u"name")), python(each.find(u"expression")),
                                python(each.find(u"warn_unenforced")), python(each.find(u"warn_unsupported")),
                                python(each.find(u"to")), python(each.find(u"to_columns")));
        if (ofRelation)
            item += QStringLiteral(", columns=") + python(each.find(u"columns"));
        items.append(item + QLatin1Char(')'));
    }
    return QLatin1Char('[') + items.join(QStringLiteral(", ")) + QLatin1Char(']');
}

} // namespace

Value texts(const QStringList &items)
{
    List list;
    for (const QString &item : items)
        list.push_back(Value(item));
    return Value(std::move(list));
}

Value textOrNone(const QString &text)
{
    return text.isEmpty() ? Value::none() : Value(text);
}

Value orNone(const Value &value)
{
    return value.isPresent() ? value : Value::none();
}

Value mapping(const Value &value)
{
    return value.isDict() ? value : Value(Dict{});
}

QString pathInPackage(const Settings &settings, const QString &package, const QString &path)
{
    const QString installed = settings.packagesPath + QLatin1Char('/');
    const bool isInstalled = package != settings.name && path.startsWith(installed);
    return isInstalled ? path.section(QLatin1Char('/'), installed.count(QLatin1Char('/')) + 1) : path;
}

Value manifestOwner(const Value &written)
{
    return Value::merged(
        Value(Dict{{QStringLiteral("email"), Value::none()}, {QStringLiteral("name"), Value::none()}}),
        written);
}

Value manifestConstraints(const Value &written, bool ofRelation)
{
    List constraints;
    for (const Value &each : written.items()) {
        Dict entry{{QStringLiteral("type"), orNone(each.find(u"type"))},
                   {QStringLiteral("name"), orNone(each.find(u"name"))},
                   {QStringLiteral("expression"), orNone(each.find(u"expression"))},
                   {QStringLiteral("warn_unenforced"), Value(each.find(u"warn_unenforced").boolOr(true))},
                   {QStringLiteral("warn_unsupported"), Value(each.find(u"warn_unsupported").boolOr(true))},
                   {QStringLiteral("to"), orNone(each.find(u"to"))},
                   {QStringLiteral("to_columns"), Value(List(each.find(u"to_columns").items()))}};
        if (ofRelation)
            entry.insert(u"columns", Value(List(each.find(u"columns").items())));
        constraints.push_back(Value(std::move(entry)));
    }
    return Value(std::move(constraints));
}

Value manifestColumns(const Node &node)
{
    Dict columns;
    for (const Column &column : node.columns)
        columns.insert(
            column.name,
            Value(Dict{{QStringLiteral("name"), Value(column.name)},
                       {QStringLiteral("description"), Value(column.description)},
                       {QStringLiteral("meta"), mapping(column.meta)},
                       {QStringLiteral("data_type"), textOrNone(column.dataType)},
                       {QStringLiteral("constraints"), manifestConstraints(column.constraints, false)},
                       {QStringLiteral("quote"), column.quote ? Value(true) : Value::none()},
                       {QStringLiteral("config"), Value(Dict{{QStringLiteral("meta"), mapping(column.meta)},
                                                             {QStringLiteral("tags"), texts(column.tags)}})},
                       {QStringLiteral("tags"), texts(column.tags)},
                       {QStringLiteral("granularity"), Value::none()},
                       {QStringLiteral("dimension"), Value::none()},
                       {QStringLiteral("entity"), Value::none()},
                       {QStringLiteral("doc_blocks"), texts(column.docBlocks)}}));
    return Value(std::move(columns));
}

Value manifestContract(const Node &node, const Value &config)
{
    const Value contract = config.find(u"contract");
    const bool enforced = contract.find(u"enforced").boolOr(false);
    QStringList states;
    for (const Column &column : node.columns)
        states.append(QLatin1Char('|') + column.name +
                      (column.dataType.isEmpty() ? QStringLiteral("None") : column.dataType) +
                      constraintsAsHashed(manifestConstraints(column.constraints, false), false));
    states.sort();
    const QString materialization = node.materialization();
    const bool hasConstraints = materialization == u"table" || materialization == u"incremental";
    const QString state =
        states.join(QString()) +
        (hasConstraints
             ? materialization + constraintsAsHashed(manifestConstraints(node.constraints, true), true)
             : QString());
    return Value(
        Dict{{QStringLiteral("enforced"), Value(enforced)},
             {QStringLiteral("alias_types"), Value(contract.find(u"alias_types").boolOr(true))},
             {QStringLiteral("checksum"),
              enforced ? Value(QString::fromLatin1(
                             QCryptographicHash::hash(state.toUtf8(), QCryptographicHash::Sha256).toHex()))
                       : Value::none()}});
}

} // namespace daybook::project
