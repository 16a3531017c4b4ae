// Every word a window shows is said in Korean, and every plural in English: nobody finds out from a user.
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <catch2/catch.hpp>

namespace {

const QString Root = QStringLiteral(DAYBOOK_SOURCE_DIR "/");

struct Message
{
    QString source;
    QStringList forms;
    bool finished = true;
};

/// The file as it would be after a new reading of the sources; the one in the tree is left alone.
QString updated(const QTemporaryDir &folder, const QString &name, const QStringList &options)
{
    const QString path = folder.filePath(name);
    QFile::copy(Root + QStringLiteral("resources/translations/") + name, path);
    QProcess lupdate;
    lupdate.setWorkingDirectory(Root);
    lupdate.start(QStringLiteral(DAYBOOK_LUPDATE),
                  QStringList{QStringLiteral("-silent"), QStringLiteral("-recursive"),
                              QStringLiteral("-no-obsolete"), QStringLiteral("-I"), QStringLiteral("./")} +
                      options +
                      QStringList{QStringLiteral("models"), QStringLiteral("views"),
                                  QStringLiteral("app/desktop"), QStringLiteral("-ts"), path});
    REQUIRE(lupdate.waitForFinished(120'000));
    REQUIRE(lupdate.exitCode() == 0);
    return path;
}

Message readMessage(QXmlStreamReader &xml)
{
    Message message;
    while (xml.readNextStartElement()) {
        if (xml.name() == QStringLiteral("source")) {
            message.source = xml.readElementText();
        } else if (xml.name() == QStringLiteral("translation")) {
            message.finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
            message.forms << xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        } else {
            xml.skipCurrentElement();
        }
    }
    return message;
}

QList<Message> messagesOf(const QString &path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QStringLiteral("message"))
            messages << readMessage(xml);
    }
    return messages;
}

QStringList places(const QString &text)
{
    static const QRegularExpression place(QStringLiteral("%L?[0-9n]"));
    QStringList found;
    for (auto matches = place.globalMatch(text); matches.hasNext();)
        found << matches.next().captured();
    found.sort();
    return found;
}

} // namespace

TEST_CASE("every string is translated into Korean, with every value in its place")
{
    const QTemporaryDir folder;
    const auto messages = messagesOf(updated(folder, QStringLiteral("daybook_ko.ts"), {}));
    REQUIRE(messages.size() > 100);
    for (const Message &message : messages) {
        INFO(message.source.toStdString());
        CHECK(message.finished);
        REQUIRE(message.forms.size() == 1);
        CHECK_FALSE(message.forms.first().isEmpty());
        CHECK(places(message.forms.first()).join(QLatin1Char(' ')).toStdString() ==
              places(message.source).join(QLatin1Char(' ')).toStdString());
    }
}

TEST_CASE("English has its plurals")
{
    const QTemporaryDir folder;
    const auto messages =
        messagesOf(updated(folder, QStringLiteral("daybook_en.ts"), {QStringLiteral("-pluralonly")}));
    REQUIRE_FALSE(messages.isEmpty());
    for (const Message &message : messages) {
        INFO(message.source.toStdString());
        CHECK(message.finished);
        CHECK_FALSE(message.forms.first().contains(QStringLiteral("(s)")));
    }
}
