#include "models/build/livenames.h"

namespace daybook::build {

LiveNames::LiveNames(const Plan &plan)
    : m_staged(
          QStringLiteral("\"?%1\"?\\s*\\.\\s*(?:\"((?:[^\"]|\"\")*)\"|(\\w+))").arg(plan.stagingSchema()),
          QRegularExpression::UseUnicodePropertiesOption)
{
    for (const PlannedNode &step : plan.steps()) {
        if (step.isBuilt())
            m_live.insert(step.staged.name, step.node.relation);
    }
}

QString LiveNames::in(const QString &compiled) const
{
    QString result;
    qsizetype at = 0;
    for (auto found = m_staged.globalMatch(compiled); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        QString name = match.captured(1) + match.captured(2);
        const auto relation = m_live.constFind(name.replace(QStringLiteral("\"\""), QStringLiteral("\"")));
        result += QStringView(compiled).sliced(at, match.capturedStart() - at);
        result += relation == m_live.cend() ? match.captured() : relation->toSql();
        at = match.capturedEnd();
    }
    return result += QStringView(compiled).sliced(at);
}

} // namespace daybook::build
