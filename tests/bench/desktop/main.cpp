#include "app/desktop/desktop.h"
#include "tests/bench/heartbeat.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"
#include "views/runs/buildbar.h"
#include "views/settlement/ledgerpage.h"
#include "views/settlement/settlementpage.h"
#include "views/widgets/datatable.h"
#include "views/widgets/statepanel.h"

#include <QApplication>
#include <QChartView>
#include <QFile>
#include <QFileDialog>
#include <QMainWindow>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>

#include <cstdio>

using namespace daybook;
using namespace daybook::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Starts = 7;
constexpr int Patience = 600'000;
const QString Project = QStringLiteral(DAYBOOK_SOURCE_DIR "/sql/settlement");

/// What any program with Qt Charts costs: a window with an empty chart, and the word once it is painted.
int trivialWindow(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.setCentralWidget(new QChartView(&window));
    window.resize(1280, 800);
    window.show();
    QTimer::singleShot(0, [] {
        std::printf("shown\n");
        std::fflush(stdout);
        QCoreApplication::exit(0);
    });
    return QApplication::exec();
}

/// From the start of the process to its first word; in milliseconds.
double untilFirstWord(const QString &program, const QStringList &arguments)
{
    QElapsedTimer since;
    QProcess process;
    process.setStandardErrorFile(QProcess::nullDevice());
    since.start();
    process.start(program, arguments);
    if (!process.waitForReadyRead(Patience))
        qFatal("%s says nothing", qPrintable(program));
    const double taken = static_cast<double>(since.nsecsElapsed()) / 1e6;
    process.waitForFinished();
    return taken;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measureStart(const QString &folder, const QString &dsn)
{
    QList<double> trivial;
    QList<double> useful;
    for (int i = 0; i < Starts; ++i) {
        trivial << untilFirstWord(QCoreApplication::applicationFilePath(), {u"--trivial"_s});
        useful << untilFirstWord(folder + u"/daybook"_s,
                                 {u"--startup-report"_s, u"--dsn"_s, dsn, u"--project-dir"_s, Project});
    }
    std::printf("start to a filled settlement table: %.2f times a trivial window with Qt Charts "
                "(%.0f ms against %.0f ms, medians of %d)\n",
                median(useful) / median(trivial), median(useful), median(trivial), Starts);
}

void runTool(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(folder + u"/daybookctl"_s, arguments);
    if (!process.waitForFinished(Patience) || process.exitCode() != 0)
        qFatal("daybookctl %s: %s", qPrintable(arguments.first()), process.readAll().constData());
}

/// Waits in the event loop, whose stalls it thereby measures.
void phase(const char *name, const std::function<void()> &begin, const std::function<bool()> &isOver)
{
    const Heartbeat heartbeat;
    begin();
    if (!eventually(isOver, Patience))
        qFatal("%s does not end", name);
    std::printf(
        "%s: longest stall of the event loop %lld ms by the clock, %.1f ms of its own processor time\n", name,
        static_cast<long long>(heartbeat.longest()), static_cast<double>(heartbeat.longestBusy()) / 1000);
}

template <class T> T *shown()
{
    for (QWidget *window : QApplication::topLevelWidgets())
        for (T *found : window->findChildren<T *>())
            if (found->isVisible())
                return found;
    return nullptr;
}

void measureStalls(const QString &dsn, const QString &csv)
{
    desktop::Options options;
    options.dsn = dsn;
    options.projectDirectory = Project;
    QElapsedTimer since;
    since.start();
    desktop::Desktop desktop(options, since); // before there is a window there is nothing to stall
    phase(
        "loading the first page", [&] { desktop.start(); },
        [] {
            const auto *page = shown<views::SettlementPage>();
            return page && page->report() && page->isSettled();
        });
    auto *window = shown<views::SettlementPage>()->window();
    const auto go = [window](const QString &id) { static_cast<views::MainWindow *>(window)->showPage(id); };

    go(u"runs"_s);
    const auto state = [] {
        const auto *bar = shown<views::BuildBar>();
        return bar ? bar->state() : views::BuildBar::State::Unavailable;
    };
    bool began = false;
    phase(
        "a live build with its page open",
        [&] { shown<views::BuildBar>()->findChild<QPushButton *>()->click(); },
        [&] {
            began = began || state() == views::BuildBar::State::Running;
            return began && state() == views::BuildBar::State::Ready;
        });

    go(u"settlement"_s);
    auto *page = shown<views::SettlementPage>();
    const settlement::Period day = page->report()->period;
    phase(
        "opening a ledger",
        [&] {
            page->openLedger(u"payment"_s, {day.from.addDays(-28), day.to});
        },
        [&] { return page->isSettled() && page->ledgerPage()->model().rowCount() > 0; });
    Q_EMIT page->ledgerPage()->table()->exportRequested();
    auto *dialog = window->findChild<QFileDialog *>();
    dialog->selectFile(csv);
    phase(
        "export of a ledger as CSV", [&] { QMetaObject::invokeMethod(dialog, "accept"); },
        [&] {
            return QFile::exists(csv) && !window->findChild<QPushButton *>(u"cancelExport"_s)->isVisible();
        });
    std::printf("  (%lld bytes, %d rows)\n", static_cast<long long>(QFile(csv).size()),
                page->ledgerPage()->model().rowCount());
}

} // namespace

/// Ratios and stalls of the desktop; see README.md. Everything it writes is in a temporary folder.
int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    if (argc > 1 && QByteArrayView(argv[1]) == "--trivial")
        return trivialWindow(argc, argv);
    const QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    qputenv("LC_ALL", "C.UTF-8");
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"daybook"_s);
    QApplication::setQuitOnLastWindowClosed(false);
    const QStringList arguments = QApplication::arguments();
    const qsizetype rows = arguments.indexOf(u"--rows"_s);
    const QString wanted = rows > 0 ? arguments.value(rows + 1) : u"300000"_s;
    const QString folder = QCoreApplication::applicationDirPath();
    const TemporaryDatabase database;
    const QString dsn = database.spec().toPublicString();
    runTool(folder, {u"sample"_s, u"load"_s, u"--dsn"_s, dsn, u"--rows"_s, wanted, u"--days"_s, u"30"_s});
    runTool(folder, {u"build"_s, u"--dsn"_s, dsn, u"--project-dir"_s, Project});
    measureStart(folder, dsn);
    measureStalls(dsn, home.filePath(u"ledger.csv"_s));
    return 0;
}
