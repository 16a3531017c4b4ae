// The rules of the house that CMake cannot hold: who may include what, and how long a file may grow.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QStringList>

#include <catch2/catch.hpp>

namespace {

const QStringList Floors{QStringLiteral("core"),           QStringLiteral("warehouse"),
                         QStringLiteral("templating"),     QStringLiteral("project"),
                         QStringLiteral("build"),          QStringLiteral("settlement"),
                         QStringLiteral("reconciliation"), QStringLiteral("operations"),
                         QStringLiteral("evidence"),       QStringLiteral("workspace")};

struct Include
{
    QString file; ///< relative to the root
    QString header;
};

QString root()
{
    return QStringLiteral(DAYBOOK_SOURCE_DIR "/");
}

QStringList sourcesUnder(const QStringList &folders)
{
    QStringList files;
    for (const QString &folder : folders) {
        QDirIterator walk(root() + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (walk.hasNext())
            files << walk.next().mid(root().size());
    }
    return files;
}

QString textOf(const QString &file)
{
    QFile source(root() + file);
    return source.open(QIODevice::ReadOnly) ? QString::fromUtf8(source.readAll()) : QString();
}

QList<Include> includesOf(const QStringList &folders)
{
    static const QRegularExpression line(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"),
                                         QRegularExpression::MultilineOption);
    QList<Include> includes;
    for (const QString &file : sourcesUnder(folders)) {
        auto matches = line.globalMatch(textOf(file));
        while (matches.hasNext())
            includes << Include{file, matches.next().captured(1)};
    }
    return includes;
}

QString part(const QString &path, int index)
{
    return path.section(QLatin1Char('/'), index, index);
}

/// What Qt's pixels are called.
bool isPixels(const QString &header)
{
    static const QRegularExpression pixels(QStringLiteral(
        "^(QtWidgets|QtGui|QtCharts|Qsci|QtSvg)/"
        "|^Q(Widget|MainWindow|Application|GuiApplication|Color|Icon|Brush|Pen|"
        "Pixmap|Image|Painter|Palette|Font|FontMetrics|Style|Action|Menu|Label|TableView|TreeView|Dialog|"
        "Chart|"
        "ChartView|Clipboard|KeySequence|Shortcut|[A-Za-z]*Button|[A-Za-z]*Layout|[A-Za-z]*Series)$"));
    return pixels.match(header).hasMatch();
}

} // namespace

TEST_CASE("there is something to check")
{
    CHECK(sourcesUnder({QStringLiteral("models")}).size() > 10);
    CHECK(includesOf({QStringLiteral("models")}).size() > 20);
}

TEST_CASE("models see no pixels")
{
    for (const Include &include : includesOf({QStringLiteral("models")})) {
        INFO(include.file.toStdString() << " includes " << include.header.toStdString());
        CHECK_FALSE(isPixels(include.header));
        CHECK_FALSE(include.header.startsWith(QStringLiteral("views/")));
        CHECK_FALSE(include.header.startsWith(QStringLiteral("app/")));
    }
}

TEST_CASE("the rule against pixels knows pixels when it sees them")
{
    CHECK(isPixels(QStringLiteral("QColor")));
    CHECK(isPixels(QStringLiteral("QtCharts/QChartView")));
    CHECK(isPixels(QStringLiteral("QPushButton")));
    CHECK_FALSE(isPixels(QStringLiteral("QAbstractTableModel")));
}

TEST_CASE("a floor uses only those before it")
{
    for (const Include &include : includesOf({QStringLiteral("models")})) {
        if (!include.header.startsWith(QStringLiteral("models/")))
            continue;
        const auto own = Floors.indexOf(part(include.file, 1));
        const auto used = Floors.indexOf(part(include.header, 1));
        INFO(include.file.toStdString() << " includes " << include.header.toStdString());
        CHECK((own >= 0 && used >= 0 && used <= own));
    }
}

TEST_CASE("views never use the composition root, and screens never include each other")
{
    for (const Include &include : includesOf({QStringLiteral("views")})) {
        INFO(include.file.toStdString() << " includes " << include.header.toStdString());
        CHECK_FALSE(include.header.startsWith(QStringLiteral("app/")));
        if (include.header.startsWith(QStringLiteral("views/")))
            CHECK((part(include.header, 1) == part(include.file, 1) ||
                   part(include.header, 1) == QStringLiteral("widgets")));
    }
}

TEST_CASE("each dependency has one owner")
{
    const QList<std::pair<QString, QString>> owners{
        {QStringLiteral("libpq-fe.h"), QStringLiteral("models/warehouse/")},
        {QStringLiteral("pg_query.h"), QStringLiteral("models/project/")},
        {QStringLiteral("git2.h"), QStringLiteral("models/project/")},
        {QStringLiteral("yaml-cpp/"), QStringLiteral("models/project/")},
        {QStringLiteral("librdkafka/"), QStringLiteral("models/operations/")},
        {QStringLiteral("openssl/"), QStringLiteral("models/core/")},
        {QStringLiteral("qt6keychain/"), QStringLiteral("models/workspace/")},
    };
    for (const Include &include :
         includesOf({QStringLiteral("models"), QStringLiteral("views"), QStringLiteral("app")})) {
        for (const auto &[header, folder] : owners) {
            INFO(include.file.toStdString() << " includes " << include.header.toStdString());
            CHECK((!include.header.startsWith(header) || include.file.startsWith(folder)));
        }
    }
}

TEST_CASE("no file is longer than 600 lines")
{
    const QStringList folders{QStringLiteral("models"), QStringLiteral("views"), QStringLiteral("app"),
                              QStringLiteral("tests")};
    for (const QString &file : sourcesUnder(folders)) {
        INFO(file.toStdString());
        CHECK(textOf(file).count(QLatin1Char('\n')) <= 600);
    }
}

TEST_CASE("every folder of the top level and every capability says what it is for")
{
    QStringList folders{QStringLiteral("app"),      QStringLiteral("models"),    QStringLiteral("views"),
                        QStringLiteral("sql"),      QStringLiteral("resources"), QStringLiteral("tests"),
                        QStringLiteral("installer")};
    for (const QString &floor :
         QDir(root() + QStringLiteral("models")).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        folders << QStringLiteral("models/") + floor;
    for (const QString &folder : folders) {
        INFO(folder.toStdString());
        CHECK(QFile::exists(root() + folder + QStringLiteral("/README.md")));
    }
}

TEST_CASE("money never passes through a floating-point number")
{
    const QStringList folders{QStringLiteral("models/core"), QStringLiteral("models/warehouse"),
                              QStringLiteral("models/settlement"), QStringLiteral("models/evidence")};
    static const QRegularExpression floating(QStringLiteral("\\b(double|float|toDouble|toFloat)\\b"));
    static const QRegularExpression comment(QStringLiteral("//[^\n]*"));
    for (const QString &file : sourcesUnder(folders)) {
        INFO(file.toStdString());
        CHECK_FALSE(floating.match(textOf(file).remove(comment)).hasMatch());
    }
}
