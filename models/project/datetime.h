#pragma once

#include "models/templating/object.h"

#include <QDateTime>

namespace daybook::project {

/// `run_started_at`: prints and behaves as Python's datetime with a time zone, as far as templates use it.
class DateTime final : public templating::Object
{
public:
    explicit DateTime(QDateTime moment) : m_moment(std::move(moment)) {}
    static templating::Value make(QDateTime moment);

    QString typeName() const override { return QStringLiteral("datetime"); }
    QString toString() const override;
    Result<templating::Value> attribute(const QString &name) const override;
    bool equals(const Object &other) const override;

    const QDateTime &moment() const { return m_moment; }

private:
    QDateTime m_moment;
};

/// `modules.pytz.timezone(name)`, and modules.pytz.utc.
templating::Value timeZone(const QString &name);

} // namespace daybook::project
