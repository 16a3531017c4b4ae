#include "models/project/relation.h"

#include <QRegularExpression>
#include <QSet>

namespace daybook::project {

using templating::Arguments;
using templating::Value;

namespace {

const QString aliasMark = QStringLiteral("/*daybook:alias ");

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

Relation::Relation(warehouse::RelationName name, QString database, QString type, QString condition)
    : m_name(std::move(name))
    , m_database(std::move(database))
    , m_condition(std::move(condition))
    , m_type(std::move(type))
{
}

Value Relation::make(warehouse::RelationName name, QString database, QString type, QString condition)
{
    return Value::fromObject(std::make_shared<const Relation>(std::move(name), std::move(database),
                                                              std::move(type), std::move(condition)));
}

QString Relation::toString() const
{
    if (!m_condition.isEmpty())
        return QStringLiteral("(select * from %1 where %2) %3%4*/")
            .arg(m_name.toSql(), m_condition, aliasMark, warehouse::quoteIdentifier(m_name.name));
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
        return Value::fromFunction(name,
                                   [text = m_condition.isEmpty() ? toString() : m_name.toSql()](
                                       const Arguments &) -> Result<Value> { return Value(text); });
    if (name == u"include")
        return includeFunction(m_name, m_database, m_type);
    return Value::undefined(name);
}

bool Relation::equals(const Object &other) const
{
    const auto *relation = dynamic_cast<const Relation *>(&other);
    return relation != nullptr && relation->m_name == m_name;
}

QString withAliases(const QString &sql)
{
    static const QRegularExpression mark(
        QRegularExpression::escape(aliasMark) +
            QStringLiteral("(\"(?:[^\"]|\"\")*\")\\*/(?=\\s*(as\\b|\\w+|\")?)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    static const QSet<QString> clauses{
        QStringLiteral("where"),     QStringLiteral("join"),    QStringLiteral("inner"),
        QStringLiteral("left"),      QStringLiteral("right"),   QStringLiteral("full"),
        QStringLiteral("cross"),     QStringLiteral("natural"), QStringLiteral("on"),
        QStringLiteral("using"),     QStringLiteral("group"),   QStringLiteral("order"),
        QStringLiteral("having"),    QStringLiteral("limit"),   QStringLiteral("offset"),
        QStringLiteral("union"),     QStringLiteral("except"),  QStringLiteral("fetch"),
        QStringLiteral("intersect"), QStringLiteral("window"),  QStringLiteral("for")};
    QString result;
    qsizetype at = 0;
    for (auto found = mark.globalMatch(sql); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        result += QStringView(sql).sliced(at, match.capturedStart() - at);
        const QString next = match.captured(2).toLower();
        if (next.isEmpty() || clauses.contains(next))
            result += match.captured(1);
        at = match.capturedEnd();
    }
    result += QStringView(sql).sliced(at);
    return result;
}

} // namespace daybook::project
