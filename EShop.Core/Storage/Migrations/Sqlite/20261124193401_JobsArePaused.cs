using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EShop.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class JobsArePaused : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "job_pauses",
                columns: table => new
                {
                    job = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_pauses", x => x.job);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "job_pauses");
        }
    }
}
