#include "app/desktop/messages.h"

#include <QMessageBox>

namespace daybook::desktop {

void showError(QWidget *window, const QString &headline, const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    auto *box = new QMessageBox(window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Warning);
    box->setWindowTitle(headline);
    box->setText(error.toString());
    QStringList technical;
    if (!error.sqlState.isEmpty())
        technical << QStringLiteral("SQLSTATE ") + error.sqlState;
    if (!error.detail.isEmpty())
        technical << error.detail;
    box->setDetailedText(technical.join(QLatin1Char('\n')));
    box->open();
}

} // namespace daybook::desktop
