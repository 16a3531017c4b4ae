#include "app/desktop/messages.h"

#include "views/widgets/errortext.h"

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
    box->setText(error.message);
    box->setDetailedText(views::technicalPart(error));
    box->open();
}

} // namespace daybook::desktop
