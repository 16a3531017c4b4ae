#include "models/project/datetime.h"

#include <QLocale>
#include <QTimeZone>

namespace daybook::project {

using templating::Arguments;
using templating::Value;

namespace {

class Zone final : public templating::Object
{
public:
    explicit Zone(QTimeZone zone) : m_zone(std::move(zone)) {}
    QString typeName() const override { return QStringLiteral("tzinfo"); }
    QString toString() const override { return QString::fromLatin1(m_zone.id()); }
    const QTimeZone &zone() const { return m_zone; }

private:
    QTimeZone m_zone;
};

QString padded(int number, int width)
{
    return QStringLiteral("%1").arg(number, width, 10, QLatin1Char('0'));
}

/// "+09:00", or "+0900" without the colon.
QString offsetText(const QDateTime &moment, bool colon)
{
    const int minutes = moment.offsetFromUtc() / 60;
    const QString separator = colon ? QStringLiteral(":") : QString();
    return (minutes < 0 ? u'-' : u'+') + padded(std::abs(minutes) / 60, 2) + separator +
           padded(std::abs(minutes) % 60, 2);
}

QString iso(const QDateTime &moment, const QString &separator)
{
    QString text = moment.date().toString(QStringLiteral("yyyy-MM-dd")) + separator +
                   moment.time().toString(QStringLiteral("HH:mm:ss"));
    if (const int milliseconds = moment.time().msec(); milliseconds != 0)
        text += QLatin1Char('.') + padded(milliseconds * 1000, 6);
    return text + offsetText(moment, true);
}

QString zoneName(const QDateTime &moment)
{
    return moment.timeSpec() == Qt::UTC ? QStringLiteral("UTC") : moment.timeZoneAbbreviation();
}

/// One directive of strftime; as written when it is not known.
QString directive(QChar letter, const QDateTime &moment)
{
    const QLocale english(QLocale::C);
    const QDate date = moment.date();
    const QTime time = moment.time();
    switch (letter.unicode()) {
    case u'Y':
        return padded(date.year(), 4);
    case u'y':
        return padded(date.year() % 100, 2);
    case u'm':
        return padded(date.month(), 2);
    case u'd':
        return padded(date.day(), 2);
    case u'j':
        return padded(date.dayOfYear(), 3);
    case u'H':
        return padded(time.hour(), 2);
    case u'I':
        return padded(time.hour() % 12 == 0 ? 12 : time.hour() % 12, 2);
    case u'p':
        return time.hour() < 12 ? QStringLiteral("AM") : QStringLiteral("PM");
    case u'M':
        return padded(time.minute(), 2);
    case u'S':
        return padded(time.second(), 2);
    case u'f':
        return padded(time.msec() * 1000, 6);
    case u'z':
        return offsetText(moment, false);
    case u'Z':
        return zoneName(moment);
    case u'a':
        return english.dayName(date.dayOfWeek(), QLocale::ShortFormat);
    case u'A':
        return english.dayName(date.dayOfWeek(), QLocale::LongFormat);
    case u'b':
        return english.monthName(date.month(), QLocale::ShortFormat);
    case u'B':
        return english.monthName(date.month(), QLocale::LongFormat);
    case u'u':
        return QString::number(date.dayOfWeek());
    case u'w':
        return QString::number(date.dayOfWeek() % 7);
    case u'F':
        return date.toString(QStringLiteral("yyyy-MM-dd"));
    case u'T':
        return time.toString(QStringLiteral("HH:mm:ss"));
    case u's':
        return QString::number(moment.toSecsSinceEpoch());
    case u'%':
        return QStringLiteral("%");
    default:
        return QLatin1Char('%') + QString(letter);
    }
}

QString formatted(const QDateTime &moment, const QString &format)
{
    QString text;
    for (qsizetype i = 0; i < format.size(); ++i) {
        if (format[i] == u'%' && i + 1 < format.size())
            text += directive(format[++i], moment);
        else
            text += format[i];
    }
    return text;
}

Result<Value> inZone(const QDateTime &moment, const Arguments &arguments)
{
    const auto object = arguments.value(0, u"tz").asObject();
    const auto *zone = dynamic_cast<const Zone *>(object.get());
    if (zone == nullptr)
        return failure({.kind = ErrorKind::Project,
                        .message = QStringLiteral("astimezone() takes a time zone: write "
                                                  "astimezone(modules.pytz.timezone('Asia/Seoul'))"),
                        .where = arguments.where()});
    return DateTime::make(moment.toTimeZone(zone->zone()));
}

std::optional<qint64> field(const QString &name, const QDateTime &moment)
{
    if (name == u"year")
        return moment.date().year();
    if (name == u"month")
        return moment.date().month();
    if (name == u"day")
        return moment.date().day();
    if (name == u"hour")
        return moment.time().hour();
    if (name == u"minute")
        return moment.time().minute();
    if (name == u"second")
        return moment.time().second();
    if (name == u"microsecond")
        return moment.time().msec() * 1000;
    return {};
}

} // namespace

Value DateTime::make(QDateTime moment)
{
    return Value::fromObject(std::make_shared<const DateTime>(std::move(moment)));
}

QString DateTime::toString() const
{
    return iso(m_moment, QStringLiteral(" "));
}

Result<Value> DateTime::attribute(const QString &name) const
{
    if (const auto number = field(name, m_moment))
        return Value(*number);
    const auto method = [&name](auto function) -> Value { return Value::fromFunction(name, function); };
    const QDateTime moment = m_moment;
    if (name == u"strftime")
        return method([moment](const Arguments &arguments) -> Result<Value> {
            return Value(formatted(moment, arguments.value(0, u"format").toString()));
        });
    if (name == u"isoformat")
        return method(
            [moment](const Arguments &) -> Result<Value> { return Value(iso(moment, QStringLiteral("T"))); });
    if (name == u"date")
        return method([moment](const Arguments &) -> Result<Value> {
            return Value(moment.date().toString(QStringLiteral("yyyy-MM-dd")));
        });
    if (name == u"timestamp")
        return method([moment](const Arguments &) -> Result<Value> {
            return Value(static_cast<double>(moment.toMSecsSinceEpoch()) / 1000.0);
        });
    if (name == u"astimezone")
        return method([moment](const Arguments &arguments) { return inZone(moment, arguments); });
    return Value::undefined(name);
}

bool DateTime::equals(const Object &other) const
{
    const auto *moment = dynamic_cast<const DateTime *>(&other);
    return moment != nullptr && moment->m_moment == m_moment;
}

Value timeZone(const QString &name)
{
    const QTimeZone zone(name.toUtf8());
    return zone.isValid() ? Value::fromObject(std::make_shared<const Zone>(zone)) : Value::none();
}

} // namespace daybook::project
