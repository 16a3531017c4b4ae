#include "models/warehouse/identifier.h"

#include <tuple>

namespace daybook::warehouse {

QString quoteIdentifier(const QString &name)
{
    QString text;
    text.reserve(name.size() + 2);
    text += QLatin1Char('"');
    if (name.contains(QLatin1Char('"')))
        text += QString(name).replace(QLatin1Char('"'), QStringLiteral("\"\""));
    else
        text += name;
    return text += QLatin1Char('"');
}

QString columnNamed(QString written)
{
    written = written.trimmed();
    if (written.size() > 1 && written.startsWith(u'"') && written.endsWith(u'"'))
        return written.sliced(1, written.size() - 2).replace(QStringLiteral("\"\""), QStringLiteral("\""));
    return written.toLower();
}

QString quoteLiteral(const QString &value)
{
    QString text = value;
    text.replace(QLatin1Char('\''), QStringLiteral("''"));
    if (!text.contains(QLatin1Char('\\')))
        return QLatin1Char('\'') + text + QLatin1Char('\'');
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    return QStringLiteral(" E'") + text + QLatin1Char('\'');
}

QString RelationName::toSql() const
{
    return schema.isEmpty() ? quoteIdentifier(name)
                            : quoteIdentifier(schema) + QLatin1Char('.') + quoteIdentifier(name);
}

QString RelationName::toString() const
{
    return schema.isEmpty() ? name : schema + QLatin1Char('.') + name;
}

bool RelationName::operator<(const RelationName &other) const
{
    return std::tie(schema, name) < std::tie(other.schema, other.name);
}

} // namespace daybook::warehouse
