#include "app/desktop/screenshots.h"

#include "app/desktop/settling.h"

#include <QDir>
#include <QPixmap>

#include <cstdio>

namespace daybook::desktop {
namespace {

constexpr QSize PictureSize(1440, 900);
constexpr qint64 Patience = 60'000;
constexpr int QuietPolls = 4;

} // namespace

Screenshots::Screenshots(views::MainWindow &window, QString folder, QStringList pages, QObject *parent)
    : QObject(parent), m_window(window), m_folder(std::move(folder))
{
    for (const QString &scheme : {QStringLiteral("light"), QStringLiteral("dark")}) {
        for (const QString &language : {QStringLiteral("en"), QStringLiteral("ko")}) {
            for (const views::Page &page : window.pages()) {
                if (pages.isEmpty() || pages.contains(page.id))
                    m_choices << Choice{page.id, scheme, language};
            }
        }
    }
    m_poll.setInterval(50);
    connect(&m_poll, &QTimer::timeout, this, &Screenshots::look);
}

void Screenshots::start()
{
    if (m_choices.isEmpty() || !QDir().mkpath(m_folder)) {
        std::fprintf(stderr, "daybook: nothing to draw into %s\n", qPrintable(m_folder));
        Q_EMIT finished(1);
        return;
    }
    m_window.resize(PictureSize);
    next();
}

void Screenshots::next()
{
    if (m_choices.isEmpty()) {
        m_poll.stop();
        Q_EMIT finished(m_failures);
        return;
    }
    prepare(m_choices.first());
    m_quiet = 0;
    m_waited.start();
    m_poll.start();
}

void Screenshots::look()
{
    if (m_waited.hasExpired(Patience)) {
        fail(QStringLiteral("did not settle within a minute"));
        take(false);
        return;
    }
    const Settled now = isReady() && m_window.currentPage() == m_choices.first().page
                            ? settled(*m_window.centralWidget())
                            : Settled::NotYet;
    m_quiet = now == Settled::NotYet ? 0 : m_quiet + 1;
    if (m_quiet < QuietPolls)
        return;
    if (now == Settled::Failed)
        fail(QStringLiteral("could not be loaded"));
    take(now == Settled::Well);
}

void Screenshots::fail(const QString &why)
{
    ++m_failures;
    std::fprintf(stderr, "daybook: page \"%s\" %s\n", qPrintable(m_choices.first().page), qPrintable(why));
}

void Screenshots::take(bool well)
{
    const Choice choice = m_choices.takeFirst();
    const QString path = QDir(m_folder).filePath(
        QStringLiteral("%1-%2-%3.png").arg(choice.page, choice.scheme, choice.language));
    if (!m_window.grab().save(path)) {
        m_failures += well ? 1 : 0;
        std::fprintf(stderr, "daybook: %s cannot be written\n", qPrintable(path));
    }
    next();
}

} // namespace daybook::desktop
