#include "models/project/relation.h"

namespace daybook::project {

using templating::Arguments;
using templating::Value;

namespace {

/// relation.include(schema=false): a relation that leaves that part out.
Value includeFunction(const warehouse::RelationName &name, const QString &database, const QString &type)
{
    return Value::fromFunction(QStringLiteral("include"), [=](const Arguments &arguments) -> Result<Value> {
        warehouse::RelationName shown = name;
        if (!arguments.value(1, u"schema").boolOr(true))
            shown.schema.clear();
        return Relation::make(shown, database, type);
    });
}

} // namespace

Relation::Relation(warehouse::RelationName name, QString database, QString type)
    : m_name(std::move(name)), m_database(std::move(database)), m_type(std::move(type))
{
}

Value Relation::make(warehouse::RelationName name, QString database, QString type)
{
    return Value::fromObject(
        std::make_shared<const Relation>(std::move(name), std::move(database), std::move(type)));
}

QString Relation::toString() const
{
    return m_type == u"cte" ? m_name.name : m_name.toSql();
}

Result<Value> Relation::attribute(const QString &name) const
{
    if (name == u"identifier" || name == u"name" || name == u"table")
        return Value(m_name.name);
    if (name == u"schema")
        return Value(m_name.schema);
    if (name == u"database")
        return Value(m_database);
    if (name == u"type")
        return m_type.isEmpty() ? Value::none() : Value(m_type);
    if (name == u"is_table" || name == u"is_view" || name == u"is_cte")
        return Value(m_type == QStringView(name).mid(3));
    if (name == u"render")
        return Value::fromFunction(
            name, [text = toString()](const Arguments &) -> Result<Value> { return Value(text); });
    if (name == u"include")
        return includeFunction(m_name, m_database, m_type);
    return Value::undefined(name);
}

bool Relation::equals(const Object &other) const
{
    const auto *relation = dynamic_cast<const Relation *>(&other);
    return relation != nullptr && relation->m_name == m_name;
}

} // namespace daybook::project
