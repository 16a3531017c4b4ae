#define CATCH_CONFIG_RUNNER
#include "views/widgets/theme.h"

#include <QApplication>
#include <QLocale>

#include <catch2/catch.hpp>

/// Suites with windows: real widgets, no screen.
int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::SouthKorea));
    QApplication::setFont(daybook::views::interfaceFont());
    daybook::views::applyScheme(application, daybook::views::Scheme::Light);
    return Catch::Session().run(argc, argv);
}
