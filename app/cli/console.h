#pragma once

#include "models/core/error.h"
#include "models/core/progress.h"

#include <QElapsedTimer>
#include <QIODevice>
#include <QJsonObject>
#include <QStringList>

namespace daybook::cli {

enum class Format {
    Text,
    Json,     ///< one document, at the end
    JsonLines ///< one object a line: what happens, when it happens, and the end
};

/// What a piece of text means; a terminal shows it in colour.
enum class Tone { Plain, Strong, Faint, Good, Warning, Bad };

/// Where a program's words go. The devices are the caller's: the real streams, or buffers in a test.
struct Streams
{
    QIODevice *out = nullptr;
    QIODevice *err = nullptr;
    bool outIsTerminal = false;
    bool errIsTerminal = false;
    bool colour = false; ///< wanted at all; used on terminals only
    int columns = 80;
};

/// Everything a command says. Standard output holds the result and nothing else; what is being done, and
/// errors, go to standard error. One per run of the program; lives on its main thread.
class Console
{
public:
    explicit Console(Streams streams, Format format = Format::Text) : m_streams(streams), m_format(format) {}
    ~Console();

    bool isJson() const { return m_format != Format::Text; }
    bool isLines() const { return m_format == Format::JsonLines; }
    void setFormat(Format format) { m_format = format; }

    /// A line of the result.
    void print(const QString &line);
    void print(const QStringList &lines);
    /// The result as one JSON document; among JSON lines, an event of the name "result".
    void print(const QJsonObject &document);
    /// The same by another name.
    void printResult(const QString &event, const QJsonObject &document);

    /// A line about what is being done; silent when the format is JSON.
    void note(const QString &line);
    /// The same as `line` for people, as an object of this name among JSON lines.
    void event(const QString &name, const QJsonObject &object, const QString &line);
    /// "error: message", where, and the detail, or the same as JSON.
    void report(const Error &error);
    /// Whether what is being done goes to a terminal, where a line may keep changing.
    bool isTerminal() const { return m_streams.errIsTerminal; }
    /// One line that keeps changing on a terminal; elsewhere a line when the work changes, or now and then.
    void progress(const Progress &progress);
    /// progress() as services want it. Must not outlive the console.
    ProgressSink progressSink();

    /// The text in colour, if standard output shows any.
    QString toned(Tone tone, const QString &text) const;

    /// For bytes that are not lines.
    QIODevice *out() const { return m_streams.out; }

private:
    void write(QIODevice *device, const QString &text);
    void writeEvent(const QString &name, QJsonObject object);
    void clearProgress();
    void progressOnTerminal(const QString &line);

    Streams m_streams;
    Format m_format;
    bool m_progressShown = false;
    QString m_lastWork;
    QElapsedTimer m_lastProgress;
};

/// As Console::report prints it with --format json.
QJsonObject toJson(const Error &error);

} // namespace daybook::cli
