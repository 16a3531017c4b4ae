#include "app/cli/console.h"

#include "app/cli/texttable.h"
#include "models/build/failurecause.h"
#include "models/core/json.h"

#include <QDateTime>
#include <QFileDevice>
#include <QJsonDocument>

namespace daybook::cli {
namespace {

constexpr qint64 TerminalProgressMilliseconds = 100;
constexpr qint64 PipeProgressMilliseconds = 10'000;

QString colourCode(Tone tone)
{
    switch (tone) {
    case Tone::Strong:
        return QStringLiteral("1");
    case Tone::Faint:
        return QStringLiteral("2");
    case Tone::Good:
        return QStringLiteral("32");
    case Tone::Warning:
        return QStringLiteral("33");
    case Tone::Bad:
        return QStringLiteral("31");
    case Tone::Plain:
        break;
    }
    return {};
}

QString painted(Tone tone, const QString &text, bool colour)
{
    const QString code = colour ? colourCode(tone) : QString();
    return code.isEmpty() ? text : QStringLiteral("\033[%1m%2\033[0m").arg(code, text);
}

QString describe(const Progress &progress)
{
    if (progress.total > 0)
        return QStringLiteral("%1  %2 of %3  %4%")
            .arg(progress.what)
            .arg(progress.done)
            .arg(progress.total)
            .arg(progress.done * 100 / progress.total);
    return progress.done > 0 ? QStringLiteral("%1  %2").arg(progress.what).arg(progress.done) : progress.what;
}

QString indented(const QString &text)
{
    return QStringLiteral("  ") + QString(text.trimmed()).replace(QLatin1Char('\n'), QStringLiteral("\n  "));
}

} // namespace

Console::~Console()
{
    clearProgress();
}

void Console::write(QIODevice *device, const QString &text)
{
    device->write(text.toUtf8());
    if (auto *file = qobject_cast<QFileDevice *>(device))
        file->flush();
}

void Console::print(const QString &line)
{
    clearProgress();
    write(m_streams.out, line + QLatin1Char('\n'));
}

void Console::print(const QStringList &lines)
{
    print(lines.join(QLatin1Char('\n')));
}

void Console::print(const QJsonObject &document)
{
    printResult(QStringLiteral("result"), document);
}

void Console::printResult(const QString &event, const QJsonObject &document)
{
    clearProgress();
    if (isLines())
        writeEvent(event, document);
    else
        write(m_streams.out, QString::fromUtf8(QJsonDocument(document).toJson()));
}

void Console::writeEvent(const QString &name, QJsonObject object)
{
    object.insert(QStringLiteral("event"), name);
    object.insert(QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    write(m_streams.out, compactJson(object) + QLatin1Char('\n'));
}

void Console::note(const QString &line)
{
    event(QStringLiteral("note"), {{QStringLiteral("message"), line}}, line);
}

void Console::event(const QString &name, const QJsonObject &object, const QString &line)
{
    if (isLines()) {
        writeEvent(name, object);
    } else if (!isJson()) {
        clearProgress();
        write(m_streams.err, line + QLatin1Char('\n'));
    }
}

void Console::report(const Error &error)
{
    clearProgress();
    if (isLines()) {
        writeEvent(QStringLiteral("error"), {{QStringLiteral("error"), toJson(error)}});
        return;
    }
    if (isJson()) {
        const QJsonObject document{{QStringLiteral("error"), toJson(error)}};
        write(m_streams.err, QString::fromUtf8(QJsonDocument(document).toJson()));
        return;
    }
    const bool colour = m_streams.colour && m_streams.errIsTerminal;
    QString text = painted(Tone::Bad, QStringLiteral("error:"), colour) + QLatin1Char(' ') + error.message +
                   QLatin1Char('\n');
    if (error.where)
        text += QStringLiteral("  at %1\n").arg(error.where->toString());
    if (!error.detail.trimmed().isEmpty())
        text += indented(error.detail) + QLatin1Char('\n');
    if (!error.sqlState.isEmpty())
        text += QStringLiteral("  SQLSTATE %1\n").arg(error.sqlState);
    write(m_streams.err, text);
}

void Console::progress(const Progress &progress)
{
    if (isJson())
        return;
    const qint64 pause = m_streams.errIsTerminal ? TerminalProgressMilliseconds : PipeProgressMilliseconds;
    const bool sameWork = m_lastProgress.isValid() && progress.what == m_lastWork;
    if (sameWork && !m_lastProgress.hasExpired(pause))
        return;
    m_lastProgress.start();
    m_lastWork = progress.what;
    if (m_streams.errIsTerminal)
        progressOnTerminal(describe(progress));
    else
        write(m_streams.err, describe(progress) + QLatin1Char('\n'));
}

void Console::progressOnTerminal(const QString &line)
{
    const QString shown = elided(line, m_streams.columns - 1);
    write(m_streams.err, QStringLiteral("\r\033[2K") + painted(Tone::Faint, shown, m_streams.colour));
    m_progressShown = true;
}

void Console::clearProgress()
{
    if (!m_progressShown)
        return;
    m_progressShown = false;
    write(m_streams.err, QStringLiteral("\r\033[2K"));
}

ProgressSink Console::progressSink()
{
    return [this](const Progress &step) { progress(step); };
}

QString Console::toned(Tone tone, const QString &text) const
{
    return painted(tone, text, m_streams.colour && m_streams.outIsTerminal && !isJson());
}

QJsonObject toJson(const Error &error)
{
    QJsonObject object{{QStringLiteral("kind"), toString(error.kind)},
                       {QStringLiteral("message"), error.message}};
    if (const auto cause = build::causeOf(error))
        object.insert(QStringLiteral("cause"), build::toString(*cause));
    if (!error.detail.isEmpty())
        object.insert(QStringLiteral("detail"), error.detail);
    if (!error.sqlState.isEmpty())
        object.insert(QStringLiteral("sqlState"), error.sqlState);
    if (error.where) {
        object.insert(QStringLiteral("file"), error.where->file);
        object.insert(QStringLiteral("line"), error.where->line);
        object.insert(QStringLiteral("column"), error.where->column);
    }
    return object;
}

} // namespace daybook::cli
