#include "views/widgets/chartpanel.h"

#include "views/widgets/chartview.h"
#include "views/widgets/datatable.h"
#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QImage>
#include <QImageWriter>
#include <QLabel>
#include <QMessageBox>
#include <QPainter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace daybook::views {

ChartPanel::ChartPanel(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_head(new QHBoxLayout)
    , m_toggle(new QToolButton(this))
    , m_save(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new DataTable(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Grid / 2);
    layout->addLayout(m_head);
    layout->addWidget(m_stack, 1);
    m_table->setExportedByOwner(true);
    m_stack->addWidget(m_table);
    buildHead(title);
    connect(m_table, &DataTable::exportRequested, this, &ChartPanel::exportRequested);
}

void ChartPanel::buildHead(const QString &title)
{
    m_title->setFont(headingFont(font()));
    setTitle(title);
    m_toggle->setCheckable(true);
    m_toggle->setIcon(glyph(QStringLiteral("table")));
    m_toggle->setToolTip(tr("Show the table behind this picture"));
    m_save->setIcon(glyph(QStringLiteral("image")));
    m_save->setToolTip(tr("Save as image…"));
    m_head->addWidget(m_title);
    m_head->addStretch(1);
    for (QToolButton *button : {m_toggle, m_save}) {
        button->setProperty("quiet", true);
        button->setAccessibleName(button->toolTip());
        button->setFocusPolicy(Qt::TabFocus);
        m_head->addWidget(button);
    }
    connect(m_toggle, &QToolButton::toggled, this, &ChartPanel::showTable);
    connect(m_save, &QToolButton::clicked, this, &ChartPanel::askWhereToSave);
}

void ChartPanel::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
    m_table->setTitle(QString());
    m_table->view()->setAccessibleName(title);
    if (m_plot)
        m_plot->setAccessibleName(title);
}

void ChartPanel::setPlot(QWidget *plot)
{
    m_plot = plot;
    plot->setAccessibleName(m_title->text());
    m_stack->insertWidget(0, plot);
    showTable(false);
}

ChartView *ChartPanel::makeChart()
{
    auto *view = new ChartView(m_stack);
    setPlot(view);
    return view;
}

void ChartPanel::setTable(QAbstractItemModel *model)
{
    m_table->setModel(model);
}

void ChartPanel::addTool(QWidget *tool)
{
    m_head->insertWidget(m_head->indexOf(m_toggle), tool);
}

void ChartPanel::showTable(bool table)
{
    m_toggle->setChecked(table);
    m_save->setEnabled(!table);
    m_stack->setCurrentWidget(table || !m_plot ? static_cast<QWidget *>(m_table) : m_plot);
}

bool ChartPanel::showsTable() const
{
    return m_stack->currentWidget() == m_table;
}

Result<void> ChartPanel::saveImage(const QString &path) const
{
    QImage image(m_plot->size() * 2, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(2);
    image.fill(palette().color(QPalette::Base));
    QPainter painter(&image);
    m_plot->render(&painter);
    painter.end();
    QImageWriter writer(path);
    if (!writer.write(image))
        return failure(ErrorKind::Io,
                       tr("The image could not be written to %1: %2").arg(path, writer.errorString()));
    return {};
}

void ChartPanel::askWhereToSave()
{
    auto *dialog = new QFileDialog(this, tr("Save as image"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->setNameFilter(tr("Images (*.png *.jpg)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const Result<void> saved = saveImage(path);
        if (saved)
            return;
        auto *box = new QMessageBox(QMessageBox::Warning, tr("Not saved"), saved.error().message,
                                    QMessageBox::Ok, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
    dialog->open();
}

} // namespace daybook::views
