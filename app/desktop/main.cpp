#include "app/desktop/desktop.h"
#include "views/widgets/theme.h"

#include <QApplication>

#include <cstdio>

int main(int argc, char *argv[])
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("daybook"));
    QApplication::setApplicationVersion(QStringLiteral(DAYBOOK_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("daybook"));
    QApplication::setQuitOnLastWindowClosed(false); // a build may have to be stopped first
    QApplication::setFont(daybook::views::interfaceFont());
    const auto options = daybook::desktop::parseOptions(QApplication::arguments());
    if (!options) {
        std::fprintf(stderr, "daybook: %s\n", qPrintable(options.error().message));
        return 2;
    }
    daybook::desktop::Desktop desktop(*options, sinceStart);
    desktop.start();
    return QApplication::exec();
}
