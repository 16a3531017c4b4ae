#include "models/build/microbatch.h"

#include "models/build/incrementaloptions.h"

namespace daybook::build {
namespace {

using project::EventTimes;
using project::Node;
using templating::Value;
using Size = MicrobatchOptions::Size;

/// A local midnight or hour that the zone leaves out, as summer time begins, is the first instant after it.
QDateTime inZone(const QDate &date, const QTime &time, const QTimeZone &zone)
{
    const QDateTime there(date, time, zone);
    return there.isValid() ? there : date.startOfDay(zone);
}

/// Without an offset of its own, a written time is the zone's.
QDateTime timeFrom(QString written, const QTimeZone &zone)
{
    written = written.trimmed();
    if (const QDate date = QDate::fromString(written, Qt::ISODate); date.isValid() && written.size() == 10)
        return date.startOfDay(zone);
    const QDateTime time = QDateTime::fromString(written.replace(u' ', u'T'), Qt::ISODate);
    if (!time.isValid())
        return {};
    return time.timeSpec() == Qt::LocalTime ? inZone(time.date(), time.time(), zone) : time.toTimeZone(zone);
}

QDateTime truncated(const QDateTime &time, const MicrobatchOptions &options)
{
    const QDate date = time.date();
    switch (options.size) {
    case Size::Hour:
        return time.addMSecs(-time.time().msecsSinceStartOfDay() % 3'600'000);
    case Size::Day:
        return date.startOfDay(options.zone);
    case Size::Month:
        return QDate(date.year(), date.month(), 1).startOfDay(options.zone);
    case Size::Year:
        break;
    }
    return QDate(date.year(), 1, 1).startOfDay(options.zone);
}

/// `time` is the start of a batch; so is what comes back.
QDateTime moved(const QDateTime &time, int batches, const MicrobatchOptions &options)
{
    switch (options.size) {
    case Size::Hour:
        return time.addSecs(qint64(batches) * 3600);
    case Size::Day:
        return time.date().addDays(batches).startOfDay(options.zone);
    case Size::Month:
        return time.date().addMonths(batches).startOfDay(options.zone);
    case Size::Year:
        break;
    }
    return time.date().addYears(batches).startOfDay(options.zone);
}

QString literal(const QDateTime &time)
{
    const int offset = time.offsetFromUtc();
    const QTime distance = QTime(0, 0).addSecs(std::abs(offset));
    return time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) +
           (offset < 0 ? QLatin1Char('-') : QLatin1Char('+')) + distance.toString(QStringLiteral("HH:mm"));
}

Result<QDateTime> wantedTime(const QString &written, const QString &option, const MicrobatchOptions &options)
{
    const QDateTime time = timeFrom(written, options.zone);
    if (time.isValid())
        return time;
    return failure(
        ErrorKind::Usage,
        QStringLiteral("%1 is \"%2\", which is no time: write it like 2026-01-31 or 2026-01-31 18:00:00.")
            .arg(option, written));
}

} // namespace

bool isMicrobatch(const Node &model)
{
    return model.materialization() == QStringLiteral("incremental") &&
           model.config.find(u"incremental_strategy").stringOr({}) == QStringLiteral("microbatch");
}

Result<MicrobatchOptions> MicrobatchOptions::read(const Node &model)
{
    MicrobatchOptions options;
    options.eventTime = model.config.find(u"event_time").stringOr({});
    if (options.eventTime.isEmpty())
        return failure(wrongOption(
            model, QStringLiteral("a microbatch model needs event_time, the column that says which "
                                  "batch a row belongs to.")));
    const Value daybook = model.meta.find(u"daybook");
    const QString zone =
        model.config.find(u"time_zone").stringOr(daybook.find(u"time_zone").stringOr(QStringLiteral("UTC")));
    // Qt would take any word for a rule of POSIX, and that for UTC.
    if (!QTimeZone::isTimeZoneIdAvailable(zone.toUtf8()))
        return failure(wrongOption(
            model, QStringLiteral("\"%1\" is no time zone: write one like Asia/Seoul.").arg(zone)));
    options.zone = QTimeZone(zone.toUtf8());
    options.begin = model.config.find(u"begin").toString();
    if (!timeFrom(options.begin, options.zone).isValid())
        return failure(wrongOption(
            model, QStringLiteral("a microbatch model needs begin, its first day, like 2026-01-01.")));
    static const QHash<QString, Size> sizes{{QStringLiteral("hour"), Size::Hour},
                                            {QStringLiteral("day"), Size::Day},
                                            {QStringLiteral("month"), Size::Month},
                                            {QStringLiteral("year"), Size::Year}};
    const QString size = model.config.find(u"batch_size").stringOr({});
    if (!sizes.contains(size))
        return failure(wrongOption(
            model, QStringLiteral("a microbatch model needs a batch_size of hour, day, month or year.")));
    options.size = sizes.value(size);
    options.lookback = static_cast<int>(model.config.find(u"lookback").integerOr(1));
    if (options.lookback < 0)
        return failure(wrongOption(model, QStringLiteral("lookback is negative.")));
    return options;
}

Result<QList<EventTimes>> batches(const MicrobatchOptions &options, const Node &model, const QDateTime &now,
                                  bool whole, const WantedTime &wanted)
{
    QDateTime end = now.toTimeZone(options.zone);
    if (!wanted.end.isEmpty()) {
        const Result<QDateTime> given = wantedTime(wanted.end, QStringLiteral("--event-time-end"), options);
        if (!given)
            return failure(given.error());
        end = *given;
    }
    const QDateTime lastStart = truncated(end, options);
    const QDateTime ceiling = lastStart == end ? lastStart : moved(lastStart, 1, options);
    QDateTime start = truncated(timeFrom(options.begin, options.zone), options);
    if (!wanted.start.isEmpty()) {
        const Result<QDateTime> given =
            wantedTime(wanted.start, QStringLiteral("--event-time-start"), options);
        if (!given)
            return failure(given.error());
        start = truncated(*given, options);
    } else if (!whole) {
        start = std::max(start, moved(ceiling, -1 - options.lookback, options));
    }
    if (start >= ceiling)
        return failure(wrongOption(model, QStringLiteral("there is no batch between %1 and %2: see begin, "
                                                         "--event-time-start and --event-time-end.")
                                              .arg(literal(start), literal(ceiling))));
    QList<EventTimes> all;
    for (QDateTime at = start; at < ceiling; at = moved(at, 1, options))
        all << EventTimes{literal(at), literal(moved(at, 1, options))};
    return all;
}

} // namespace daybook::build
