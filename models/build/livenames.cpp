#include "models/build/livenames.h"

#include "models/core/replaced.h"

namespace daybook::build {

LiveNames::LiveNames(const Plan &plan)
{
    QStringList schemas;
    for (const PlannedNode &step : plan.steps()) {
        if (!step.isBuilt())
            continue;
        m_live.emplace(step.staged, step.node.relation);
        schemas << QRegularExpression::escape(step.staged.schema);
    }
    schemas.removeDuplicates();
    m_staged.setPattern(QStringLiteral("(?<!\\w)\"?(%1)\"?\\s*\\.\\s*(?:\"((?:[^\"]|\"\")*)\"|(\\w+))")
                            .arg(schemas.join(QLatin1Char('|'))));
    m_staged.setPatternOptions(QRegularExpression::UseUnicodePropertiesOption);
}

QString LiveNames::in(const QString &compiled) const
{
    if (m_live.empty())
        return compiled;
    return replaced(compiled, m_staged, [this](const QRegularExpressionMatch &match) {
        QString name = match.captured(2) + match.captured(3);
        name.replace(QStringLiteral("\"\""), QStringLiteral("\""));
        const auto relation = m_live.find({match.captured(1), name});
        return relation == m_live.end() ? match.captured() : relation->second.toSql();
    });
}

} // namespace daybook::build
