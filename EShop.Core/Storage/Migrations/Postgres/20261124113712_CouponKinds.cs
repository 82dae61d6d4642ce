using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace EShop.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CouponKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "category_id",
                table: "order_lines",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "product_id",
                table: "order_lines",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "scope_text_en",
                table: "coupons",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "scope_text_zh",
                table: "coupons",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "terms_scope",
                table: "coupons",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "Everything");

            migrationBuilder.AddColumn<string>(
                name: "terms_scope_ids",
                table: "coupons",
                type: "character varying(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "usable_until",
                table: "coupons",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "code_id",
                table: "coupon_claims",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "reminded_at",
                table: "coupon_claims",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "terms_scope",
                table: "coupon_claims",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "Everything");

            migrationBuilder.AddColumn<string>(
                name: "terms_scope_ids",
                table: "coupon_claims",
                type: "character varying(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "coupon_codes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    coupon_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    text = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coupon_codes", x => x.id);
                    table.ForeignKey(
                        name: "fk_coupon_codes_coupon_coupon_id",
                        column: x => x.coupon_id,
                        principalTable: "coupons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_coupons_terms",
                table: "coupons",
                sql: "terms_minimum_minor >= 0 and terms_ceiling_minor >= 0\nand (terms_scope = 'Everything') = (terms_scope_ids = '')\nand case terms_kind\n    when 'AmountOff' then terms_amount_minor > 0 and terms_percent = 0 and terms_ceiling_minor = 0\n    when 'PercentOff' then terms_amount_minor = 0 and terms_percent between 1 and 100\n    when 'FreeShipping' then terms_amount_minor = 0 and terms_percent = 0 and terms_ceiling_minor = 0\n    else terms_percent < 0 end");

            migrationBuilder.AddCheckConstraint(
                name: "ck_coupons_validity",
                table: "coupons",
                sql: "valid_days between 0 and 3650 and (valid_days = 0) = (usable_until is not null)");

            migrationBuilder.CreateIndex(
                name: "ix_coupon_claims_remind",
                table: "coupon_claims",
                column: "expires_at",
                filter: "state = 'Unused' and reminded_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_coupon_claims_code",
                table: "coupon_claims",
                column: "code_id",
                unique: true,
                filter: "code_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_coupon_claims_terms",
                table: "coupon_claims",
                sql: "terms_minimum_minor >= 0 and terms_ceiling_minor >= 0\nand (terms_scope = 'Everything') = (terms_scope_ids = '')\nand case terms_kind\n    when 'AmountOff' then terms_amount_minor > 0 and terms_percent = 0 and terms_ceiling_minor = 0\n    when 'PercentOff' then terms_amount_minor = 0 and terms_percent between 1 and 100\n    when 'FreeShipping' then terms_amount_minor = 0 and terms_percent = 0 and terms_ceiling_minor = 0\n    else terms_percent < 0 end");

            migrationBuilder.CreateIndex(
                name: "ix_coupon_codes_coupon_id",
                table: "coupon_codes",
                column: "coupon_id");

            migrationBuilder.CreateIndex(
                name: "ux_coupon_codes_key",
                table: "coupon_codes",
                column: "key",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_coupon_claims_coupon_code_code_id",
                table: "coupon_claims",
                column: "code_id",
                principalTable: "coupon_codes",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_coupon_claims_coupon_code_code_id",
                table: "coupon_claims");

            migrationBuilder.DropTable(
                name: "coupon_codes");

            migrationBuilder.DropCheckConstraint(
                name: "ck_coupons_terms",
                table: "coupons");

            migrationBuilder.DropCheckConstraint(
                name: "ck_coupons_validity",
                table: "coupons");

            migrationBuilder.DropIndex(
                name: "ix_coupon_claims_remind",
                table: "coupon_claims");

            migrationBuilder.DropIndex(
                name: "ux_coupon_claims_code",
                table: "coupon_claims");

            migrationBuilder.DropCheckConstraint(
                name: "ck_coupon_claims_terms",
                table: "coupon_claims");

            migrationBuilder.DropColumn(
                name: "category_id",
                table: "order_lines");

            migrationBuilder.DropColumn(
                name: "product_id",
                table: "order_lines");

            migrationBuilder.DropColumn(
                name: "scope_text_en",
                table: "coupons");

            migrationBuilder.DropColumn(
                name: "scope_text_zh",
                table: "coupons");

            migrationBuilder.DropColumn(
                name: "terms_scope",
                table: "coupons");

            migrationBuilder.DropColumn(
                name: "terms_scope_ids",
                table: "coupons");

            migrationBuilder.DropColumn(
                name: "usable_until",
                table: "coupons");

            migrationBuilder.DropColumn(
                name: "code_id",
                table: "coupon_claims");

            migrationBuilder.DropColumn(
                name: "reminded_at",
                table: "coupon_claims");

            migrationBuilder.DropColumn(
                name: "terms_scope",
                table: "coupon_claims");

            migrationBuilder.DropColumn(
                name: "terms_scope_ids",
                table: "coupon_claims");
        }
    }
}
